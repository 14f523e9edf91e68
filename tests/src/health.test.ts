import { type EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readiness, ServiceStatus } from "@yeelen/shared/answers";
import { afterEach, describe, expect, it } from "vitest";
import { connectAndListen } from "./harness/mqttKit";
import { startService, type TestService } from "./harness/service";
import { silentServer } from "./harness/silentServer";
import { noSmallDisk, type SmallDisk, smallDisk } from "./harness/smallDisk";

let service: TestService;
let disk: SmallDisk | undefined;
afterEach(async () => {
  await service.stop();
  disk?.remove();
  disk = undefined;
});

const report = (sequence: number, readings = 1) => ({
  version: "1.0",
  readings: Array.from({ length: readings }, (_, i) => ({ sequence: sequence + i, uptime_s: 5 + i })),
});

async function ready(): Promise<Readiness & { status: number }> {
  const response = await fetch(`${service.url}/health/ready`);
  return { status: response.status, ...((await response.json()) as Readiness) };
}

/** The metrics, by name and labels. */
async function metrics(): Promise<Map<string, number>> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

describe("/health", () => {
  it("is alive and ready once kits can connect", async () => {
    service = await startService();
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect(await ready()).toEqual({ status: 200, ready: true, reasons: [], influxdb: null });
  });

  it("is ready without its InfluxDB, and says that it is away", async () => {
    service = await startService({ "influx.url": "http://127.0.0.1:1" });
    const kit = await connectAndListen(service.port, service.addKit("one"));
    await kit.send(report(0));
    await expect
      .poll(ready, { timeout: 10_000 })
      .toMatchObject({ status: 200, ready: true, influxdb: expect.stringMatching(/\w/) });
    await kit.stop();
  });

  it("says that it drains, and does not wait for an InfluxDB that never answers", async () => {
    const influxdb = await silentServer();
    service = await startService({ "influx.url": influxdb.url });
    const kit = await connectAndListen(service.port, service.addKit("one"));
    await kit.send(report(0));
    await kit.stop();
    let stopped = false;
    const stopping = service.service.stop().then(() => (stopped = true));
    expect(await ready()).toMatchObject({ status: 503, ready: false, reasons: [{ reason: "draining" }] });
    await stopping;
    expect(stopped).toBe(true);
    influxdb.close();
  });

  it.skipIf(noSmallDisk)(
    `is not ready while the disk is full, and is again by itself ${noSmallDisk ?? ""}`,
    async () => {
      disk = smallDisk(4);
      service = await startService({ data: join(disk.directory, "data") });
      const registered = service.addKit("one");
      let sequence = 0;
      /** Whether a report is answered; the connection of one that is not is closed. */
      const isAnswered = async () => {
        const kit = await connectAndListen(service.port, registered);
        const closed = once(kit.client as unknown as EventEmitter, "close").then(() => false);
        const answered = await Promise.race([kit.send(report(sequence++ * 200, 200)).then(() => true), closed]);
        await kit.stop();
        return answered;
      };
      expect(await isAnswered()).toBe(true);
      disk.fill();
      while (await isAnswered()) expect(sequence).toBeLessThan(500);
      expect(await ready()).toMatchObject({
        status: 503,
        reasons: [{ reason: "journal", message: expect.stringContaining("is full: make room") }],
      });
      expect(((await service.get("status")) as unknown as ServiceStatus).journal.error).toContain("is full");
      const failing = await metrics();
      expect(failing.get("yeelen_journal_failing")).toBe(1);
      expect(failing.get("yeelen_unanswered_messages_total")).toBeGreaterThan(0);
      for (let i = 0; i < 5; i++) expect(await isAnswered()).toBe(false);
      expect(service.log.filter(({ level }) => level === 50)).toHaveLength(1);
      // what a person asks for meanwhile fails, and the log says why
      expect(await service.post("kits/one/commands", { interval_s: 900 })).toMatchObject({ status: 500 });
      expect(service.log.filter(({ msg }) => msg === "request failed")).toMatchObject([
        { error: { message: expect.stringContaining("disk is full") } },
      ]);
      disk.free();
      expect(await isAnswered()).toBe(true);
      expect(await ready()).toMatchObject({ status: 200, reasons: [] });
      expect(service.log.filter(({ msg }) => msg === "the journal takes commits again")).toHaveLength(1);
    },
  );
});

describe("/metrics", () => {
  it("counts what came in, by names that the documentation lists, and without a kit or an address", async () => {
    service = await startService({ "influx.url": "http://127.0.0.1:1" });
    const kit = await connectAndListen(service.port, service.addKit("counted"));
    service.addKit("unheard");
    await kit.send(report(0, 3));
    await kit.send(report(0, 3));
    await kit.send("{ nonsense");
    const found = await metrics();
    const expected: Record<string, number> = {
      yeelen_connections: 1,
      yeelen_waiting_messages: 0,
      yeelen_reports_total: 2,
      yeelen_readings_total: 3,
      yeelen_readings_repeated_total: 3,
      yeelen_quarantined_total: 1,
      'yeelen_reports_refused_total{reason="undecodable"}': 1,
      yeelen_acknowledgement_seconds_count: 3,
      yeelen_commit_seconds_count: 3,
      yeelen_commit_reports_sum: 3,
      yeelen_journal_failing: 0,
      yeelen_export_lag_reports: 1,
      yeelen_export_points_total: 0,
      'yeelen_kits{state="reporting"}': 1,
      'yeelen_kits{state="silent"}': 0,
      'yeelen_kits{state="unheard"}': 1,
    };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, found.get(name)]))).toEqual(expected);
    expect(found.get("yeelen_journal_bytes")).toBeGreaterThan(4096);
    expect(found.get("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);

    const names = [...found.keys()].map((name) => name.replace(/\{.*/, "").replace(/_(bucket|sum|count)$/, ""));
    const manual = readFileSync(new URL("../../docs/operating.md", import.meta.url), "utf8");
    const undocumented = new Set(names.filter((name) => name.startsWith("yeelen_") && !manual.includes(`\`${name}`)));
    expect([...undocumented]).toEqual([]);
    expect([...found.keys()].join("\n")).not.toMatch(/"counted"|127\.0\.0\.1/);
    await kit.stop();
  });
});
