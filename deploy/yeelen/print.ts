import Table from "cli-table3";

/** Prints one JSON object to standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, process.stdout.isTTY ? 2 : 0)}\n`);
}

/** Prints a line for a person to standard output. */
export function printLine(text = ""): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a line for a person to standard error, where it is in nobody's way. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints rows under headings. */
export function printTable(headings: string[], rows: (string | number)[][]): void {
  const table = new Table({
    head: headings,
    style: { head: process.stdout.isTTY ? ["bold"] : [], border: [], compact: true },
    chars: {
      top: "",
      "top-mid": "",
      "top-left": "",
      "top-right": "",
      bottom: "",
      "bottom-mid": "",
      "bottom-left": "",
      "bottom-right": "",
      left: "",
      "left-mid": "",
      mid: "",
      "mid-mid": "",
      right: "",
      "right-mid": "",
      middle: " ",
    },
  });
  table.push(...rows);
  printLine(table.toString());
}

/** A time as a person reads it, to the minute, in UTC. */
export function shortTime(iso: string | null): string {
  return iso === null ? "never" : `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}
