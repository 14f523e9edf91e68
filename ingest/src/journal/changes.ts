import type Database from "libsql";

/** What is read so often that it is remembered until somebody, maybe in another process, changes it. */
export type Changing = "kit" | "command" | "event" | "mark";

/** A value of the database that is read again only once what it is made of has changed. */
export class Remembered<T> {
  private readonly times;
  private held: { times: number; value: T } | undefined;

  /** @param read makes the value from the database as it is now */
  constructor(
    database: Database.Database,
    private readonly what: Changing,
    private readonly read: () => T,
  ) {
    this.times = database.prepare("SELECT times FROM change WHERE what = ?");
  }

  /** The value as it is now. */
  get(): T {
    const { times } = this.times.get(this.what) as { times: number };
    if (this.held?.times !== times) this.held = { times, value: this.read() };
    return this.held.value;
  }

  /** The value as it was at the last `get`: for within a transaction, in which nobody else changes it. */
  recent(): T {
    return this.held ? this.held.value : this.get();
  }

  /** Makes the next look read again: after a transaction that was rolled back. */
  forget(): void {
    this.held = undefined;
  }
}
