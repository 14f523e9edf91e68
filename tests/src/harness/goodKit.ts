import { setTimeout as sleep } from "node:timers/promises";
import { connectAndListen } from "./mqttKit";
import type { RegisteredKit } from "./service";

/** A kit that reports again and again while others misbehave. */
export interface GoodKit {
  /** How many of its reports were acknowledged. */
  acknowledged: () => number;
  /** Waits until so many more are. @throws Error where one was not acknowledged within five seconds */
  goesOn: (reports: number) => Promise<void>;
  stop: () => Promise<void>;
}

export async function goodKit(port: number, kit: RegisteredKit): Promise<GoodKit> {
  const client = await connectAndListen(port, kit);
  let acknowledged = 0;
  let stopped = false;
  let failure: Error | undefined;
  const reporting = (async () => {
    while (!stopped) {
      const sequence = acknowledged + 1;
      const { accepted } = await client.send({ version: "1.0", readings: [{ sequence, uptime_s: sequence }] });
      if (accepted?.[0]?.[0] !== sequence) throw new Error(`another report than ${sequence} was acknowledged`);
      acknowledged += 1;
      await sleep(20);
    }
  })().catch((error: Error) => {
    failure = error;
  });
  return {
    acknowledged: () => acknowledged,
    goesOn: async (reports) => {
      const until = acknowledged + reports;
      while (acknowledged < until && !failure) await sleep(5);
      if (failure) throw failure;
    },
    stop: async () => {
      stopped = true;
      await reporting;
      await client.stop();
      if (failure) throw failure;
    },
  };
}
