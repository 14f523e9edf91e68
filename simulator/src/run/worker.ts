import { parentPort, workerData } from "node:worker_threads";
import { Shard, type ShardOptions } from "./shard";

/** What a shard's thread is asked: to live through a day, or for its examples at the end. */
export type Question = { day: number } | { examples: true };

const port = parentPort;
if (!port) throw new Error("this is a thread of a simulation");
const shard = new Shard(workerData as ShardOptions);
port.on("message", (question: Question) => {
  if ("examples" in question) {
    port.postMessage(shard.examples());
    return;
  }
  const day = shard.live(question.day);
  const { received_ms, kits, ends, bytes } = day.reports;
  port.postMessage(day, [received_ms.buffer, kits.buffer, ends.buffer, bytes.buffer, day.kitDays.buffer]);
});
