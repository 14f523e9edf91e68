import { parentPort, workerData } from "node:worker_threads";
import type { InfluxSettings } from "../config/config";
import { Journal } from "../journal/journal";
import { ExportLoop, type ExportStatus } from "./exportLoop";

/** What the thread of the export is started with. */
export interface ThreadOptions {
  /** The data directory. */
  data: string;
  settings: InfluxSettings;
}

/** What the thread is told. */
export type ToThread = "wake" | "stop";

/** What the thread tells: where it stands, or a line for the log. */
export type FromThread =
  | { status: ExportStatus }
  | { level: "info" | "warn"; message: string; fields: Record<string, unknown> };

const port = parentPort;
if (!port) throw new Error("this is the thread of an export");
const { data, settings } = workerData as ThreadOptions;
const tell = (told: FromThread) => port.postMessage(told);

const journal = Journal.open(data, { synchronous: "NORMAL" });
const loop = new ExportLoop({
  journal,
  settings,
  log: (level, message, fields = {}) => tell({ level, message, fields }),
  onStatus: (status) => tell({ status }),
  now: Date.now,
});
port.on("message", (told: ToThread) => (told === "wake" ? loop.wake() : loop.stop()));
try {
  await loop.run();
} finally {
  journal.close();
  // the thread ends
  port.close();
}
