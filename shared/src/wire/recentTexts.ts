/** A power of two. Chosen: some more than there are versions of the firmware in one programme. */
const PLACES = 64;

/**
 * Remembers texts that come again and again, such as the version that thousands of kits run: a text seen a moment ago
 * costs a comparison instead of a new string. Each text has one place, and goes where another needs it.
 */
export class RecentTexts {
  private readonly texts: string[] = new Array<string>(PLACES).fill("");

  /** The bytes [start, end) as text, a character each. */
  of(bytes: Uint8Array, start: number, end: number): string {
    let hash = 0;
    for (let i = start; i < end; i++) hash = (hash * 31 + (bytes[i] as number)) | 0;
    const place = hash & (PLACES - 1);
    const known = this.texts[place] as string;
    if (isSame(known, bytes, start, end)) return known;
    const text = String.fromCharCode(...bytes.subarray(start, end));
    this.texts[place] = text;
    return text;
  }
}

function isSame(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = start; i < end; i++) if (text.charCodeAt(i - start) !== bytes[i]) return false;
  return true;
}
