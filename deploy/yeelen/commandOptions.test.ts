import { describe, expect, it } from "vitest";
import { commandText, commandValues } from "./commandOptions";

describe("commands to a kit on the command line", () => {
  it.each<[Record<string, string | boolean>, object, string]>([
    [{ interval: "15m" }, { interval_s: 900 }, "interval 15m"],
    [{ interval: "900" }, { interval_s: 900 }, "interval 15m"],
    [{ interval: "1h" }, { interval_s: 3600 }, "interval 1h"],
    [{ upload: "0" }, { upload_s: 0 }, "upload 0"],
    [{ upload: "1d" }, { upload_s: 86_400 }, "upload 1d"],
    [{ upload: "90s" }, { upload_s: 90 }, "upload 90s"],
    [{ dataSaving: "3" }, { dataSaving: 3 }, "data-saving 3"],
    [{ disconnectShift: "-50mV" }, { disconnectShift_mV: -50 }, "disconnect-shift -50mV"],
    [{ light: "none", lampTest: true }, { light: 0, lampTest: 1 }, "light none, lamp-test"],
    [{ light: "received", restart: true, data: "x" }, { light: 2, restart: 1 }, "light received, restart"],
    [{}, {}, ""],
  ])("%j is %j", (options, values, text) => {
    expect(commandValues(options)).toEqual(values);
    expect(commandText(values)).toBe(text);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ interval: "1m" }, /--interval takes 5m to 1h in steps of 1m/],
    [{ interval: "901s" }, /--interval takes 5m to 1h in steps of 1m/],
    [{ interval: "often" }, /--interval takes 5m to 1h/],
    [{ interval: "" }, /--interval takes 5m to 1h/],
    [{ upload: "2d", dataSaving: "4" }, /--upload takes 0 to 1d\s+--data-saving takes 0 to 3/],
    [{ dataSaving: "" }, /--data-saving takes 0 to 3/],
    [{ disconnectShift: "1V" }, /--disconnect-shift takes -100mV to 600mV/],
    [{ disconnectShift: "601mV" }, /--disconnect-shift takes -100mV to 600mV/],
    [{ light: "blue" }, /--light takes none, call, received/],
  ])("%j: says the bounds", (options, message) => {
    expect(() => commandValues(options)).toThrow(message);
  });
});
