/** An acknowledgement waits this long for a kit that left before it came. Chosen: a household's phone comes back within it, or much later. */
const KEPT_ms = 15 * 60_000;
/** So much is kept of all kits. */
const MOST_bytes = 8 * 1024 * 1024;

/** The last acknowledgement that a kit was not there to hear, by kit; bounded in time and size. */
export class MissedAcknowledgements {
  private readonly byKit = new Map<string, { payload: Buffer; since_ms: number }>();
  private size_bytes = 0;

  constructor(private readonly now: () => number) {}

  put(kit: string, payload: Buffer): void {
    this.take(kit);
    this.byKit.set(kit, { payload, since_ms: this.now() });
    this.size_bytes += payload.length;
    for (const [oldest, { since_ms }] of this.byKit) {
      if (this.size_bytes <= MOST_bytes && this.now() - since_ms <= KEPT_ms) break;
      this.take(oldest);
    }
  }

  /** Takes out what a kit missed, or undefined where there is nothing or it is too old. */
  take(kit: string): Buffer | undefined {
    const missed = this.byKit.get(kit);
    if (!missed) return undefined;
    this.byKit.delete(kit);
    this.size_bytes -= missed.payload.length;
    return this.now() - missed.since_ms <= KEPT_ms ? missed.payload : undefined;
  }
}
