import { createServer } from "node:net";
import { join } from "node:path";
import { Aedes } from "aedes";
import Database from "libsql";
import { z } from "zod";
import { plainColumns } from "./loadJson";

// What one writes who takes the usual parts: Aedes, a JSON reading a message, zod, a table with a row a
// reading. As durable as the service: the PUBACK waits until SQLite has synced a commit that many share.

/** As the service gathers, and as much in a transaction. */
const GATHER_ms = 4;
const LARGEST_COMMIT = 2000;

const measured = z.int().min(-0x7ffffffe).max(0x7fffffff).nullable();
const count = z.int().min(0).max(0xffffffff);
const readingSchema = z.object({
  incarnation: count,
  sequence: count,
  boot: count,
  uptime_s: count,
  firmware: z.string().max(40),
  wifiRssi_dBm: z.int().min(-200).max(0),
  ...Object.fromEntries(plainColumns.map((name) => [name, measured])),
});
type PlainReading = z.infer<typeof readingSchema> & Record<string, number | null>;

interface Waiting {
  kit: number;
  received_ms: number;
  reading: PlainReading;
  done: (error?: Error | null) => void;
}

const database = new Database(join(process.argv[3] as string, "plain.sqlite"));
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`CREATE TABLE reading (
  kit INTEGER NOT NULL, incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL,
  received_ms INTEGER NOT NULL, boot INTEGER NOT NULL, uptime_s INTEGER NOT NULL, firmware TEXT NOT NULL,
  wifiRssi_dBm INTEGER NOT NULL, ${plainColumns.map((name) => `${name} INTEGER`).join(", ")},
  UNIQUE (kit, incarnation, sequence))`);
const marks = Array.from({ length: 8 + plainColumns.length }, () => "?").join(", ");
const insert = database.prepare(`INSERT OR IGNORE INTO reading VALUES (${marks})`);
const begin = database.prepare("BEGIN IMMEDIATE");
const commit = database.prepare("COMMIT");

const kits = new Map<string, number>();
let waiting: Waiting[] = [];
let timer: NodeJS.Timeout | undefined;

function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  const batch = waiting;
  waiting = [];
  begin.run();
  for (const { kit, received_ms, reading } of batch) {
    const { incarnation, sequence, boot, uptime_s, firmware, wifiRssi_dBm } = reading;
    const values = plainColumns.map((name) => reading[name]);
    insert.run(kit, incarnation, sequence, received_ms, boot, uptime_s, firmware, wifiRssi_dBm, ...values);
  }
  commit.run();
  for (const { done } of batch) done(null);
}

function numberOf(client: string): number {
  let kit = kits.get(client);
  if (kit === undefined) {
    kit = kits.size + 1;
    kits.set(client, kit);
  }
  return kit;
}

const broker = await Aedes.createBroker({
  authorizePublish: (client, packet, done) => {
    // the broker's own heartbeat
    if (!client) return done(null);
    const parsed = readingSchema.safeParse(JSON.parse(packet.payload.toString()));
    if (!parsed.success) return done(new Error("not a reading"));
    const reading = parsed.data as PlainReading;
    waiting.push({ kit: numberOf(client.id), received_ms: Date.now(), reading, done });
    if (waiting.length >= LARGEST_COMMIT) flush();
    else timer ??= setTimeout(flush, GATHER_ms);
  },
});
const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  broker.handle(socket);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ mqtt: { port } })}\n`);
});
process.once("SIGTERM", () => process.exit());
