import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enrol } from "@yeelen/ingest/enrolment";
import type { RunningService } from "@yeelen/ingest/discovery";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serve, yeelen } from "./harness/yeelen";

let folder: string;
let server: Server;
let url: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "yeelen-closed-"));
  server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** What a service that was killed left in the runtime directory; its process id and its port are others' by now. */
function leftBehind(): Record<string, string> {
  const runtime = join(folder, "runtime");
  mkdirSync(join(runtime, "yeelen-services"), { recursive: true });
  const service: RunningService = {
    url,
    mqttHost: "127.0.0.1",
    mqttPort: 1,
    data: data(),
    instance: "gone",
    demo: false,
    pid: process.pid,
    startedAt_ms: 0,
  };
  writeFileSync(join(runtime, "yeelen-services", "gone.json"), JSON.stringify(service));
  return { XDG_RUNTIME_DIR: runtime };
}

const data = () => join(folder, "data");

describe("where somebody closes every connection at once", () => {
  it("a service starts, though one that was killed is written down there", async () => {
    const started = await serve(data(), leftBehind());
    expect(await started.stop()).toBe(0);
  });

  it("a command does what it is asked to, though a service is written down there", async () => {
    enrol(data(), [{ code: "kit-1", site: "Mopti", clock: "server", battery: "lifepo4-4s" }]);
    const { status, stdout } = await yeelen(["kits", "--data", data(), "--json"], leftBehind());
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { kits: [{ kit: "kit-1" }] }]);
  });

  it("yeelen doctor says that InfluxDB does not answer", async () => {
    const ports = ["--mqtt-port", "0", "--http-port", "0"];
    const { status, stdout } = await yeelen(["doctor", "--data", data(), ...ports, "--json"], { INFLUX_URL: url });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ check: "influxdb", state: "fail" })]),
    });
  });

  it("yeelen export ends with a message", async () => {
    enrol(data(), [{ code: "kit-1", site: "Mopti", clock: "server", battery: "lifepo4-4s" }]);
    const { status, stderr } = await yeelen(["export", "--data", data()], { INFLUX_URL: url });
    expect([status, stderr]).toEqual([1, expect.stringContaining(`${url} does not take points`)]);
  }, 60_000);
});
