import { describe, expect, it } from "vitest";
import { NOT_MEASURED } from "../../../shared/src/wire/columns";
import { compileProgram, printedBy } from "./testProgram";

/** A bus with one chip, which can be pulled off, or lose its setting as after a dip of its supply. */
const FAKE_BUS = `
import { I2C } from "@devicescript/i2c";
class Chip extends I2C {
  answers = true;
  at = 0x40;
  registers: number[];
  constructor(die: number, reset: number) {
    super();
    this.registers = [reset, 0, 0, 0, 0, 0, 0];
    this.registers[0xfe] = 0x5449;
    this.registers[0xff] = die;
  }
  override async xfer(address: number, write: Buffer, size?: number): Promise<Buffer> {
    if (!this.answers || address !== this.at) throw new Error("no answer");
    if (write.length === 3) this.registers[write[0]] = (write[1] << 8) | write[2];
    const value = this.registers[write[0]];
    return Buffer.from([value >> 8, value & 0xff]);
  }
}`;

describe("a driver on the chip", () => {
  it("reads what is there, and NaN while the chip is away or has just come back", async () => {
    const program = compileProgram(
      "drivers",
      `${FAKE_BUS}
      import { Ina3221 } from "firmware/src/board/drivers/ina3221";
      import { Ina226 } from "firmware/src/board/drivers/ina226";
      import { sleep } from "@devicescript/core";
      const show = async (when: string, v: number, i: number) => console.log(when + " " + v + " " + i);
      const chip = new Chip(0x3220, 0x7127);
      const monitor = new Ina3221(0x40, [10, 10, 100], chip);
      console.log(await monitor.isThere());
      chip.registers[5] = 0xc180;
      chip.registers[6] = 0x3200;
      const three = async (when: string) => console.log(when + " " + (await monitor.readVoltage_V(3)) + " " + (await monitor.readCurrent_A(3)));
      await three("there");
      console.log("measures " + chip.registers[0]);
      await sleep(2000);
      console.log("powered down " + chip.registers[0]);
      chip.answers = false;
      await three("away");
      await sleep(2000);
      chip.answers = true;
      await three("back");
      chip.registers[0] = 0x7127;
      await three("restarted");
      await sleep(2000);
      await three("again");
      console.log(await new Ina226(0x40, 2, chip).isThere());
      const battery = new Chip(0x2260, 0x4127);
      const ina226 = new Ina226(0x40, 2, battery);
      console.log(await ina226.isThere());
      battery.registers[1] = 0x1f40;
      battery.registers[2] = 0x2570;
      console.log((await ina226.readVoltage_V()) + " " + (await ina226.readCurrent_A()));`,
    );
    expect(await printedBy(program, 12_000)).toEqual([
      "true",
      "there 12.8 -0.8",
      "measures 30503",
      "powered down 30496",
      "away NaN NaN",
      "back 12.8 -0.8",
      "restarted NaN NaN",
      "again 12.8 -0.8",
      "false",
      "true",
      "11.98 10",
    ]);
  }, 30_000);

  it("stands behind its role, and does not answer for a sensor that does not", async () => {
    const program = compileProgram(
      "drivers-roles",
      `import { DcCurrentMeasurement, DcVoltageMeasurement, Temperature, type Register, sleep } from "@devicescript/core";
      import { startCurrent, startTemperature, startVoltage } from "firmware/src/board/drivers/sensorServer";
      import { ignoreBus } from "firmware/src/board/quiet";
      ignoreBus();
      let value = 12.5;
      startVoltage(async () => value);
      startVoltage(async () => value + 1);
      startCurrent(async () => -value);
      startTemperature(async () => value);
      const registers: Register<number>[] = [
        new DcVoltageMeasurement("a[app:0]").reading,
        new DcVoltageMeasurement("b[app:1]").reading,
        new DcCurrentMeasurement("c[app:0]").reading,
        new Temperature("d[app:0]").reading,
      ];
      await sleep(3000);
      const show = async (when: string) => {
        const row = ["-", "-", "-", "-"];
        const reads = registers.map((register, i) => async () => { row[i] = "" + (await register.read()); });
        const fibers = reads.map((read) => read.start());
        await sleep(1500);
        fibers.forEach((fiber, i) => { if (row[i] === "-") fiber.terminate(); });
        console.log(when + " " + row.join(" "));
      };
      await show("there");
      value = NaN;
      await sleep(1000);
      await show("away");
      value = 3.25;
      await sleep(1000);
      await show("back");`,
    );
    expect(await printedBy(program, 15_000)).toEqual([
      "there 12.5 13.5 -12.5 12.5",
      "away - - - -",
      "back 3.25 4.25 -3.25 3.25",
    ]);
  }, 30_000);

  const RECORDING = `
    class Bus extends I2C {
      settings: number[] = [];
      override async xfer(address: number, write: Buffer, size?: number): Promise<Buffer> {
        const register = write[0];
        if (address === 0x41 && isWithoutLamps) throw new Error("no answer");
        if (write.length === 3) this.settings[address] = (write[1] << 8) | write[2];
        // each register of each chip has a value of its own: 1000 steps, and as many more as its place
        let value = 8 * (1000 + (address - 0x40) * 10 + register);
        if (register === 0) value = this.settings[address];
        if (register === 0xfe) value = 0x5449;
        if (register === 0xff) value = 0x3220;
        return Buffer.from([value >> 8, value & 0xff]);
      }
    }`;

  it("serves every role of the kit in its place, and switches each output", async () => {
    const program = compileProgram(
      "drivers-board",
      `import { LightBulb, sleep } from "@devicescript/core";
      import { I2C } from "@devicescript/i2c";
      import { Column } from "shared/src/wire/columns";
      import { startOutputs, startSensors } from "firmware/src/board/drivers/services";
      import { startBoard } from "firmware/src/board/drivers/start";
      import { switchOutputs } from "firmware/src/board/outputs";
      import { ignoreBus } from "firmware/src/board/quiet";
      import { sampleRow } from "firmware/src/board/sampler";
      let isWithoutLamps = false;
      ${RECORDING}
      ignoreBus();
      await startBoard();
      await startSensors(new Bus(), () => 25, () => NaN);
      const shown = ["", "", "", "", "", ""];
      startOutputs(
        [0, 1, 2].map((i) => (intensity: number) => { shown[i] = "" + intensity; }),
        [3, 4, 5].map((i) => (isOn: boolean) => { shown[i] = isOn ? "on" : "off"; }),
      );
      await sleep(3000);
      const columns = [
        Column.BatteryVoltage_mV, Column.PanelVoltage_mV, Column.BatteryCurrent_mA, Column.PanelCurrent_mA,
        Column.Lamp1Current_mA, Column.Lamp2Current_mA, Column.Lamp3Current_mA, Column.Usb1Current_mA,
        Column.Usb2Current_mA, Column.RadioCurrent_mA, Column.BatteryTemperature_degC,
        Column.ControllerTemperature_degC, Column.Lamp1Commanded_pct, Column.RadioLight_pct,
      ];
      const show = async () => {
        const row = await sampleRow();
        console.log(columns.map((column) => row[column]).join(" "));
      };
      await show();
      isWithoutLamps = true;
      await sleep(2000);
      await show();
      console.log(shown.join(" "));
      await switchOutputs(2 + 16);
      await sleep(500);
      console.log(shown.join(" "));
      await switchOutputs(1 + 32);
      await sleep(500);
      console.log(shown.join(" "));
      await show();`,
    );
    const NO = NOT_MEASURED;
    // shunt registers 1, 3, 5: 40 µV a step; bus registers 2, 4: 8 mV a step
    const main = [8016, 8032, 2002, 2006];
    expect(await printedBy(program, 20_000)).toEqual([
      [...main, 404, 405, 406, 817, 818, 402, 25, NO, 100, NO].join(" "),
      [...main, NO, NO, NO, 817, 818, 402, 25, NO, 100, NO].join(" "),
      "1 1 1 on on on",
      "1 0 1 on off on",
      "0 1 1 on on off",
      [...main, NO, NO, NO, 817, 818, 402, 25, NO, 100, NO].join(" "),
    ]);
  }, 30_000);

  it("steps a lamp by its button, and says what was asked for while load control keeps it off", async () => {
    const program = compileProgram(
      "drivers-lamp",
      `import { LightBulb, sleep } from "@devicescript/core";
      import { Lamp } from "firmware/src/board/drivers/outputServers";
      import { ignoreBus } from "firmware/src/board/quiet";
      ignoreBus();
      let driven = -1;
      const lamp = new Lamp((intensity) => { driven = intensity; });
      const role = new LightBulb("lamp[app:0]");
      await sleep(3000);
      const show = async (when: string) => {
        await sleep(600);
        console.log(when + " " + Math.round(100 * (await role.intensity.read())) + " " + Math.round(100 * driven));
      };
      await show("started");
      for (const press of [1, 2]) { lamp.step(); await show("press " + press); }
      lamp.allow(false);
      await show("shed");
      lamp.step();
      await show("press 3");
      lamp.allow(true);
      lamp.step();
      await show("press 4");
      await role.intensity.write(0.5);
      await show("from the bus");`,
    );
    expect(await printedBy(program, 15_000)).toEqual([
      "started 100 100",
      "press 1 60 60",
      "press 2 30 30",
      "shed 30 0",
      "press 3 0 0",
      "press 4 100 100",
      "from the bus 50 50",
    ]);
  }, 30_000);

  it("measures the battery by an INA226 where it is told to", async () => {
    const program = compileProgram(
      "drivers-ina226",
      `${FAKE_BUS}
      import { sleep } from "@devicescript/core";
      import { Column } from "shared/src/wire/columns";
      import { startSensors } from "firmware/src/board/drivers/services";
      import { ignoreBus } from "firmware/src/board/quiet";
      import { sampleBattery } from "firmware/src/board/sampler";
      ignoreBus();
      const chip = new Chip(0x2260, 0x4127);
      chip.at = 0x44;
      chip.registers[1] = 0x8300;
      chip.registers[2] = 0x2570;
      await startSensors(chip, () => NaN, () => NaN, "ina226");
      await sleep(3000);
      const show = async () => {
        const row = await sampleBattery();
        console.log(row[Column.BatteryVoltage_mV] + " " + row[Column.BatteryCurrent_mA]);
      };
      await show();
      chip.answers = false;
      await sleep(2000);
      await show();`,
    );
    expect((await printedBy(program, 10_000)).slice(-2)).toEqual([
      // -80 mV through 5 mΩ
      "11980 -16000",
      `${NOT_MEASURED} ${NOT_MEASURED}`,
    ]);
  }, 30_000);
});
