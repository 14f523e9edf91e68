import type Database from "libsql";

/**
 * When the service was there to be heard by. A kit is silent only for the time in which somebody
 * listened: the server's own absence is not held against it.
 */
export class Listening {
  private readonly start;
  private readonly extend;
  private readonly since;
  private readonly last;

  constructor(database: Database.Database) {
    this.start = database.prepare(
      "INSERT INTO listening (started_ms, alive_ms) VALUES (?, ?) ON CONFLICT (started_ms) DO NOTHING",
    );
    this.extend = database.prepare("UPDATE listening SET alive_ms = ? WHERE started_ms = ?");
    this.since = database.prepare(`
      SELECT coalesce(sum(alive_ms - max(started_ms, :from)), 0) AS total FROM listening WHERE alive_ms > :from`);
    this.last = database.prepare("SELECT max(alive_ms) AS alive FROM listening");
  }

  /** Notes that the service that started at `started_ms` is alive at `now_ms`. */
  alive(started_ms: number, now_ms: number): void {
    this.start.run(started_ms, now_ms);
    this.extend.run(now_ms, started_ms);
  }

  /** For how many ms, from a time on, the service has been listening. */
  total_ms(from_ms: number): number {
    return (this.since.get({ from: from_ms }) as { total: number }).total;
  }

  /** When the service was last known to listen, Unix time in ms, or undefined where it never was. */
  last_ms(): number | undefined {
    return (this.last.get() as { alive: number | null }).alive ?? undefined;
  }
}
