import { describe, expect, it } from "vitest";
import { encodeAck } from "../../../shared/src/wire/acknowledgement";
import { Column, emptyRow, NOT_MEASURED, type ReportFrame } from "../../../shared/src/wire/columns";
import { decodeReport } from "../../../shared/src/wire/decodeReport";
import { encodeReport } from "../../../shared/src/wire/encodeReport";
import vectors from "../../../shared/src/wire/vectors.json";
import { deviceIdOf, VmDevice } from "./device";
import { compileProgram, printedBy } from "./testProgram";
import { VirtualClock } from "./virtualClock";

/** The runtime cuts longer lines off. */
const LINE = 200;
const inLines = (text: string) => text.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];

describe("the codec on the chip", () => {
  const extremes = [0, 1, -1, 0x3fffffff, 0x40000000, 0x7fffffff, -0x7ffffffe];
  const far: ReportFrame = {
    report: 0xffffffff,
    incarnation: 0x80000001,
    uptime_s: 0xffffffff,
    configuration: NOT_MEASURED,
    wifiRssi_dBm: -127,
    oldestHeld: 0xfffffff0,
    firmware: "1.0.0",
    dropped: [0, 0xfffffffe],
    counters: [],
    events: [],
    attempts: [],
    groups: [
      {
        boot: 0xffffffff,
        resetCause: NOT_MEASURED,
        anchorUptime_s: 0,
        anchorTime_s: 1795414000,
        clock: 1,
        rows: extremes.map((value, i) => {
          const row = emptyRow();
          row.fill(value, Column.BatteryVoltage_mV);
          row[Column.Sequence] = i % 2 === 0 ? 0xffffffff - i : i;
          row[Column.Time] = 1795414000000 + i * i * 3600000;
          return row;
        }),
      },
    ],
  };
  const frames = [...vectors.reports.map(({ hex }) => decodeReport(Buffer.from(hex, "hex")).frame), far];
  const acks = [
    ...vectors.acknowledgements.map(({ ack }) => ack),
    {
      report: 0xffffffff,
      serverTime_s: 4102444800,
      accepted: [0xfffffff0, 0xffffffff, 3, 3],
      refused: "",
      commands: [],
    },
  ];

  it("writes the same reports and reads the same acknowledgements as in Node", async () => {
    const ackBytes = acks.map((ack) => encodeAck(ack, Buffer.alloc(500)).toString("hex"));
    const program = compileProgram(
      "codec",
      `import { sleep } from "@devicescript/core";
      import { decodeAck } from "shared/src/wire/acknowledgement";
      import { encodeReport } from "shared/src/wire/encodeReport";
      import type { ReportFrame } from "shared/src/wire/columns";
      const nap = (async () => await sleep(1)) as unknown as () => void;
      const frames: ReportFrame[] = ${JSON.stringify(frames)};
      for (const frame of frames) {
        const hex = encodeReport(frame, Buffer.alloc(2000), nap).toString("hex");
        for (let i = 0; i < hex.length; i = i + ${LINE}) console.log(hex.slice(i, i + ${LINE}));
        await sleep(1);
      }
      const acks: string[] = ${JSON.stringify(ackBytes)};
      for (const hex of acks) {
        const ack = decodeAck(Buffer.from(hex, "hex"));
        console.log(ack.refused + " " + ack.accepted.length + (ack.report === 4294967295 ? " last" : ""));
        // numbers beyond 2^31 are printed rounded: halves are exact
        for (const n of ack.accepted) console.log(Math.floor(n / 65536) + "," + (n - Math.floor(n / 65536) * 65536));
      }`,
    );
    const expected = [
      ...frames.flatMap((frame) => inLines(encodeReport(frame, Buffer.alloc(2000)).toString("hex"))),
      ...acks.flatMap(({ refused, accepted, report }) => [
        `${refused} ${accepted.length}${report === 0xffffffff ? " last" : ""}`,
        ...accepted.map((n) => `${Math.floor(n / 65536)},${n % 65536}`),
      ]),
    ];
    expect(await printedBy(program, 5000)).toEqual(expected);
  }, 30_000);
});

describe("VmDevice", () => {
  it("keeps what the program writes to its settings, over a reset and a power cut", async () => {
    const program = compileProgram(
      "settings",
      `import { reboot, millis } from "@devicescript/core";
      import { readSetting, writeSetting } from "@devicescript/settings";
      const boots = 1 + (await readSetting("boots", 0));
      await writeSetting("boots", boots);
      console.log(await readSetting("name", "nobody") + " " + boots + (millis() < 2000 ? " young" : " old"));
      if (boots % 2 === 1) reboot();`,
    );
    const flash = { content: new Uint8Array(0) };
    expect(await printedBy(program, 5000, { flash, settings: () => ({ name: 'Aïssata "A"' }) })).toEqual([
      'Aïssata "A" 1 young',
      'Aïssata "A" 2 young',
    ]);
    expect(await printedBy(program, 5000, { flash })).toEqual(['Aïssata "A" 3 young', 'Aïssata "A" 4 young']);
    expect(await printedBy(program, 5000)).toEqual(["nobody 1 young", "nobody 2 young"]);
  }, 30_000);

  it("tells of a panic, and the program begins again", async () => {
    const program = compileProgram("panic", `console.log("up"); throw new Error("broken");`);
    const panics: number[] = [];
    const printed = await printedBy(program, 8000, { onPanic: (code) => panics.push(code) });
    expect(printed.length).toBeGreaterThan(1);
    expect(panics.length).toBeGreaterThan(0);
  }, 30_000);

  it("refuses settings that would silently not be stored", async () => {
    const nothing = new Uint8Array(0);
    await expect(printedBy(nothing, 0, { settings: () => ({ "a-key-too-long": "" }) })).rejects.toThrow("at most 13");
    await expect(printedBy(nothing, 0, { settings: () => ({ key: "x".repeat(240) }) })).rejects.toThrow("too long");
  });

  it("leaves nothing when it is stopped, even while it starts", async () => {
    const clock = new VirtualClock(0);
    const device = new VmDevice({
      deviceId: deviceIdOf("test"),
      bytecode: compileProgram("idle", "setInterval(() => console.log(1), 1000);"),
      clock,
      flash: { content: new Uint8Array(0) },
    });
    const starting = device.start();
    device.stop();
    await starting;
    expect(clock.pending()).toBe(0);
    await device.start();
    await clock.run(3000);
    expect(clock.pending()).toBeGreaterThan(0);
    device.stop();
    expect(clock.pending()).toBe(0);
  }, 30_000);
});
