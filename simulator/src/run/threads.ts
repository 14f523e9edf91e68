import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FleetPlan } from "../scenario/plan";
import type { ExampleWindow } from "./examples";
import { byArrival, type ReceivedReport, unpack } from "./reportBatch";
import type { ShardDay, ShardOptions } from "./shard";
import { type ExampleKit, KIT_DAY_FIELDS } from "./summary";
import type { Question } from "./worker";

const DAY_ms = 86_400_000;

/** A day of a whole fleet. */
export interface FleetDay {
  day: number;
  /** What reached the server, in the order of time, then of kits: the same for any number of threads. */
  reports: ReceivedReport[];
  /** `KIT_DAY_FIELDS` of each kit of the fleet. */
  kitDays: Float32Array;
}

/** A fleet on several threads, each with its share of the kits, in step day by day. */
export class FleetThreads {
  private readonly shards: { worker: Worker; firstKit: number }[] = [];

  constructor(
    private readonly plan: FleetPlan,
    private readonly examples: ExampleWindow[],
    private readonly threads: number,
  ) {}

  start(): void {
    const { plan, examples } = this;
    const count = Math.max(1, Math.min(this.threads, plan.kits.length));
    for (let i = 0; i < count; i++) {
      const firstKit = Math.floor((i * plan.kits.length) / count);
      const endKit = Math.floor(((i + 1) * plan.kits.length) / count);
      const workerData: ShardOptions = { plan, firstKit, endKit, examples };
      this.shards.push({ firstKit, worker: new Worker(new URL("./worker.mjs", import.meta.url), { workerData }) });
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.shards.map(async ({ worker }) => await worker.terminate()));
    this.shards.length = 0;
  }

  /** Lives through the days one after the other. The threads are a day ahead of whoever takes the days. */
  async *days(): AsyncGenerator<FleetDay> {
    const { start_ms, days, kits } = this.plan;
    let held: ReceivedReport[] = [];
    let coming = this.ask<ShardDay>({ day: 0 });
    for (let day = 0; day < days; day++) {
      const shardDays = await coming;
      if (day + 1 < days) coming = this.ask({ day: day + 1 });
      const kitDays = new Float32Array(kits.length * KIT_DAY_FIELDS.length);
      shardDays.forEach((shardDay, i) => {
        kitDays.set(shardDay.kitDays, (this.shards[i]?.firstKit ?? 0) * KIT_DAY_FIELDS.length);
      });
      const all = [...held, ...shardDays.flatMap(({ reports }) => unpack(reports))].toSorted(byArrival);
      // what was sent just before midnight arrives after it, among the reports of the next day
      const end_ms = day + 1 < days ? start_ms + (day + 1) * DAY_ms : Infinity;
      const late = all.findIndex(({ received_ms }) => received_ms >= end_ms);
      held = late < 0 ? [] : all.slice(late);
      yield { day, reports: late < 0 ? all : all.slice(0, late), kitDays };
    }
  }

  /** What the example kits measured, in the order in which they were asked for. */
  async measured(): Promise<ExampleKit[]> {
    const measured = (await this.ask<ExampleKit[]>({ examples: true })).flat();
    return this.examples.flatMap((window) => measured.filter(({ kit }) => kit === window.kit));
  }

  private async ask<Answer>(question: Question): Promise<Answer[]> {
    return await Promise.all(this.shards.map(async ({ worker }) => await answerOf<Answer>(worker, question)));
  }
}

/** @throws the thread's own error, or one that says that no answer will come: a thread that is gone must not be waited for */
async function answerOf<Answer>(worker: Worker, question: Question): Promise<Answer> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const never = async (event: "exit" | "messageerror") => {
    await once(worker, event, { signal });
    throw new Error(`a thread of the simulation ended without an answer (${event})`);
  };
  const answered = once(worker, "message", { signal });
  worker.postMessage(question, []);
  try {
    const [answer] = (await Promise.race([answered, never("exit"), never("messageerror")])) as [Answer];
    return answer;
  } finally {
    waiting.abort();
  }
}
