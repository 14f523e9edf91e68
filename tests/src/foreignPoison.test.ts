import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadKey } from "@yeelen/ingest/broker/credentials";
import { Refusals } from "@yeelen/ingest/broker/refusals";
import { ForeignBroker } from "@yeelen/ingest/foreign/foreignBroker";
import type { Receiver } from "@yeelen/ingest/intake/receiver";
import { Journal } from "@yeelen/ingest/journal/journal";
import mqtt from "mqtt";
import pino from "pino";
import { expect, it } from "vitest";
import { addKit } from "./harness/service";
import { startMosquitto } from "yeelen/servers/mosquitto";
import { describeWith } from "./servers/programs";

describeWith(["mosquitto"], "a report that cannot be committed, while others can", () => {
  it("is quarantined in the end, and does not hold up the others", async () => {
    const data = mkdtempSync(join(tmpdir(), "yeelen-poison-"));
    addKit(data, "kit-1");
    const journal = Journal.open(data);
    const key = loadKey(data);
    const mosquitto = await startMosquitto({ config: ["max_queued_messages 0"] });
    const committed: string[] = [];
    let failures = 0;
    const intake: Receiver = {
      take: (_kit, _form, bytes, answered) => {
        const text = bytes.toString();
        if (text === "poison") {
          failures += 1;
          answered(new Error("a fault of ours"), null);
          return;
        }
        committed.push(text);
        answered(null, Buffer.from("ack"));
      },
      tooLarge: () => undefined,
    };
    const log = pino({ level: "silent" });
    const settings = { url: mosquitto.url, version: "5" as const };
    const refusals = new Refusals(log, Date.now);
    const foreign = new ForeignBroker({ settings, journal, key, intake, refusals, log, now: Date.now });
    foreign.start();
    const publisher = await mqtt.connectAsync(mosquitto.url);
    try {
      await expect.poll(() => foreign.status().connected).toBe(true);
      const send = async (text: string) => await publisher.publishAsync("kits/kit-1/report", text, { qos: 1 });
      await send("poison");
      // others come while it fails
      for (let i = 0; journal.quarantine.count() === 0 && i < 400; i++) {
        await send(`other ${i}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(failures).toBe(3);
      expect(journal.quarantine.list(1)).toMatchObject([
        { kit: "kit-1", reason: "not-committed", content: Buffer.from("poison") },
      ]);
      await send("last");
      await expect.poll(() => committed.at(-1), { timeout: 10_000 }).toBe("last");
      expect(foreign.status().connected).toBe(true);
    } finally {
      await publisher.endAsync(true);
      await foreign.stop();
      await mosquitto.stop();
      journal.close();
      rmSync(data, { recursive: true });
    }
  }, 60_000);
});
