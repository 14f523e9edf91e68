import { readRecord } from "./memory";

/** What makes a board this kit. Written to the board's settings once, when the kit is put together. */
export interface Setup {
  kit: string;
  secret: string;
  host: string;
  port: number;
  tls: boolean;
  /** Time between two readings. */
  interval_s: number;
  /** Time between two uploads; the first one is made at once after a start. 0 = at every reading. */
  upload_s: number;
  /** Unix time at uptime 0 for a board with a clock of its own, 0 for one without. */
  clock_s: number;
  /** A name that `batteryProfile` knows. */
  battery: string;
  /** Its nominal capacity; 0 where it is not known. */
  battery_mAh: number;
}

/** Reads the setup. `kit` and `host` are empty on a board that nobody has set up. */
export async function readSetup(): Promise<Setup> {
  return {
    kit: await read("kit", ""),
    secret: await read("secret", ""),
    host: await read("host", ""),
    port: await read("port", 8883),
    tls: await read("tls", true),
    interval_s: await read("interval_s", 900),
    upload_s: await read("upload_s", 21600),
    clock_s: await read("clock_s", 0),
    battery: await read("battery", "lifepo4-4s"),
    battery_mAh: await read("battery_mAh", 7000),
  };
}

/** A setting, which is JSON, or what it is where there is none. */
async function read<T>(key: string, missing: T): Promise<T> {
  const bytes = await readRecord(key);
  return bytes.length > 0 ? JSON.parse(bytes.toString()) : missing;
}
