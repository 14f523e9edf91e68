import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KitView, QuarantineView } from "@yeelen/shared/answers";
import type { Acknowledgement } from "@yeelen/shared/acknowledgement";
import vectors from "@yeelen/shared/wire/vectors" with { type: "json" };
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ServeProcess, serve, yeelen, yeelenJson } from "./harness/yeelen";
import { mosquittoPub, mosquittoRr } from "./servers/mosquittoClients";
import { describeWith } from "./servers/programs";

const report = JSON.stringify(vectors.reports.find(({ name }) => name === "a report with everything")?.report);

describeWith(["mosquitto_pub", "mosquitto_rr"], "a person with the mosquitto clients and a kit's credentials", () => {
  let data: string;
  let service: ServeProcess;
  let signIn: string[];
  const topic = "kits/by-hand/report/json";

  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), "yeelen-person-"));
    service = await serve(data);
    const { kits } = await yeelenJson<{ kits: { kit: string; secret: string }[] }>([
      "kits",
      "add",
      "by-hand",
      "--data",
      data,
    ]);
    signIn = ["-i", "by-hand", "-u", "by-hand", "-P", kits[0]?.secret ?? "", "-V", "mqttv311"];
  });
  afterEach(async () => {
    await service.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const readings = async () => (await yeelenJson<{ kits: KitView[] }>(["kits", "--data", data])).kits[0]?.readings;

  /** Sends a report and waits for its acknowledgement. */
  const ask = async (message: string) =>
    await mosquittoRr({ port: service.mqttPort }, [...signIn, "-t", topic, "-e", "kits/by-hand/ack", "-m", message]);

  it("gets a reading stored with mosquitto_pub, at any quality of service", async () => {
    for (const [i, qos] of ["0", "1", "2"].entries()) {
      const message = report.replaceAll('"sequence":101', `"sequence":${101 + i}`);
      expect(
        (await mosquittoPub({ port: service.mqttPort }, [...signIn, "-t", topic, "-q", qos, "-m", message])).status,
      ).toBe(0);
    }
    await expect.poll(readings).toBe(3);
  });

  it("sees the acknowledgement with mosquitto_rr", async () => {
    const { status, stdout } = await ask(report);
    expect(status).toBe(0);
    expect(JSON.parse(stdout) as Acknowledgement).toMatchObject({ report: 812, accepted: [[101, 101]] });
    expect(await readings()).toBe(1);
  });

  it("is told why a report is refused, and finds it with yeelen quarantine", async () => {
    const message = report.replace("{", '{"phone":"+223 70 00 00 00",');
    const { stdout } = await ask(message);
    expect((JSON.parse(stdout) as Acknowledgement).refused?.reason).toBe("identity-field");
    const { quarantine } = await yeelenJson<{ quarantine: QuarantineView[] }>(["quarantine", "--data", data]);
    expect(quarantine).toMatchObject([
      { kit: "by-hand", reason: "identity-field", bytes: message.length, content: "" },
    ]);
    expect((await yeelen(["quarantine", "--data", data])).stdout).toMatch(/by-hand +identity-field .*phone/);
    expect(await readings()).toBe(0);
  });

  it("is turned away with a wrong password", async () => {
    const wrong = signIn.map((argument, i) => (signIn[i - 1] === "-P" ? "wrong" : argument));
    const { status, stderr } = await mosquittoPub({ port: service.mqttPort }, [...wrong, "-t", topic, "-m", report]);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/refused|bad user name/i);
  });
});
