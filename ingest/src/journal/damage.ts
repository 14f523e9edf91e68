/** What SQLite calls a file that is not as it was written. */
const CODES = new Set(["SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CORRUPT_VTAB", "SQLITE_CORRUPT_INDEX"]);

/** Whether an error says that the journal is damaged. */
export function isDamage(error: unknown): boolean {
  return CODES.has(String((error as { code?: unknown } | null)?.code));
}

/** Raised where the journal cannot be used because it is damaged; says what to do. */
export class JournalDamaged extends Error {
  override name = "JournalDamaged";

  constructor(directory: string, cause: unknown) {
    super(
      `the journal in ${directory} is damaged (${(cause as Error).message}). Nothing was changed. ` +
        `See what is wrong with  yeelen journal check --data ${directory}  and save what can be read with  ` +
        `yeelen journal salvage --data ${directory} --into DIR;  or go back to a backup with  yeelen journal restore`,
      { cause },
    );
  }
}
