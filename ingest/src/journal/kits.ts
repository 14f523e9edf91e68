import type Database from "libsql";
import { Remembered } from "./changes";
import { bytesOf } from "./database";

/** Chemistry and cells of a kit's battery, which set its voltage thresholds. */
export const batteries = ["lifepo4-4s", "lead-acid-6s"] as const;
export type Battery = (typeof batteries)[number];

/** Where a kit's time comes from: the server places readings, or the sender stamps them itself. */
export const clocks = ["server", "sender"] as const;
export type Clock = (typeof clocks)[number];

/** A kit as it was registered. No household data is ever part of it. */
export interface KitRecord {
  id: number;
  code: string;
  site: string;
  clock: Clock;
  battery: Battery;
  secretHash: Buffer;
}

export type NewKit = Omit<KitRecord, "id">;

/** The register of kits. It is read at every sign-in, so that what another process adds counts at once. */
export class KitRegister {
  private readonly byCode;
  private readonly every;
  private readonly insert;
  private readonly update;
  private readonly moveTo;
  private readonly remembered;

  constructor(database: Database.Database) {
    const columns = "id, code, site, clock, battery, secret_hash AS secretHash";
    this.byCode = database.prepare(`SELECT ${columns} FROM kit WHERE code = ?`);
    this.every = database.prepare(`SELECT ${columns} FROM kit ORDER BY code`);
    this.insert = database.prepare(
      "INSERT INTO kit (code, site, clock, battery, secret_hash, added_ms) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.moveTo = database.prepare("UPDATE kit SET site = ? WHERE id = ?");
    this.remembered = new Remembered(database, "kit", () => new Map(this.all().map((kit) => [kit.id, kit])));
    this.update = database.prepare("UPDATE kit SET site = ?, clock = ?, battery = ?, secret_hash = ? WHERE code = ?");
  }

  find(code: string): KitRecord | undefined {
    return this.byCode.get(code) as KitRecord | undefined;
  }

  /** All kits by id, remembered until the register changes. */
  byId(): ReadonlyMap<number, KitRecord> {
    return this.remembered.get();
  }

  all(): KitRecord[] {
    return (this.every.all() as KitRecord[]).map((kit) => ({ ...kit, secretHash: bytesOf(kit.secretHash) }));
  }

  /**
   * Registers a kit.
   *
   * @throws Error where the code is taken
   */
  add(kit: NewKit, now_ms: number): void {
    if (this.find(kit.code)) throw new Error(`kit ${kit.code} is already registered`);
    this.insert.run(kit.code, kit.site, kit.clock, kit.battery, kit.secretHash, now_ms);
  }

  /** Notes where a kit is from now on. */
  move(kit: number, site: string): void {
    this.moveTo.run(site, kit);
  }

  /**
   * Registers a kit, or gives the one that bears its code a new site, battery and secret.
   *
   * @throws Error where the code is taken by a kit of another clock: what stamps its own time, as
   * simulated kits and recordings do, never takes the place of a real kit
   */
  addOrReplace(kit: NewKit, now_ms: number): void {
    const present = this.find(kit.code);
    if (!present) return this.add(kit, now_ms);
    if (present.clock !== kit.clock) {
      throw new Error(
        `kit ${kit.code} is registered already, and takes its time from the ${present.clock}: it is not replaced; use another service`,
      );
    }
    this.update.run(kit.site, kit.clock, kit.battery, kit.secretHash, kit.code);
  }
}
