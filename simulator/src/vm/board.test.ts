import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const FIRMWARE = fileURLToPath(new URL("../../../firmware/", import.meta.url));
const CLI = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@devicescript/cli/package.json")),
  "devicescript",
);
const NAME = "yeelen_esp32c3.board.json";

interface Board {
  i2c: { pinSDA: string; pinSCL: string };
  pins: Record<string, number>;
}

const board = JSON.parse(fs.readFileSync(path.join(FIRMWARE, "boards", NAME), "utf8")) as Board;

/** Pins that the runtime keeps for itself. */
const runtimePins = [board.i2c.pinSDA, board.i2c.pinSCL];
const programPins = Object.keys(board.pins).filter((label) => !runtimePins.includes(label));

/** What the CLI says about a project with this board, empty where it has nothing to complain of. */
function complaintsAbout(changed: Board): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "yeelen-board-"));
  try {
    fs.mkdirSync(path.join(folder, "src"));
    fs.mkdirSync(path.join(folder, "boards"));
    fs.writeFileSync(path.join(folder, "package.json"), `{"name":"board","version":"0.0.0","private":true}`);
    fs.writeFileSync(path.join(folder, "devsconfig.json"), "{}");
    fs.writeFileSync(path.join(folder, "boards", NAME), JSON.stringify(changed));
    const uses = programPins.map((label) => `console.log(pins.${label});`);
    const source = [`import { pins } from "@dsboard/yeelen_esp32c3";`, ...uses].join("\n");
    fs.writeFileSync(path.join(folder, "src/main.ts"), source);
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "build", "src/main.ts", "--no-colors"], {
      cwd: folder,
      encoding: "utf8",
    });
    const said = `${stdout}${stderr}`.replace(/^using devs: .*\n/, "");
    return status === 0 ? said : `${said}status ${status}`;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe("the board file", () => {
  it("is taken by the CLI, which knows what each pin of the chip can do", () => {
    expect(complaintsAbout(board)).toBe("");
  }, 30_000);

  it("would be refused with a pin used twice", () => {
    const twice = { ...board, pins: { ...board.pins, USB2: board.pins.USB1 as number } };
    expect(complaintsAbout(twice)).toContain("GPIO10 marked as both USB1 and USB2");
  }, 30_000);

  it("leaves the status light to the program: the runtime would blink it", () => {
    expect(board).not.toHaveProperty("led");
  });

  it("has no pin twice", () => {
    const numbers = Object.values(board.pins);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("and the drivers use the same pins, each once", () => {
    const source = ["start.ts", "person.ts"]
      .map((name) => fs.readFileSync(path.join(FIRMWARE, "src/board/drivers", name), "utf8"))
      .join("");
    const inOrder = [...source.matchAll(/\bgpio\((\d+)\)/g)].map(([, number]) => Number(number));
    const labels = inOrder.map((number) => programPins.find((label) => board.pins[label] === number));
    expect(labels).toEqual([
      "NTC_REF",
      "NTC_BATTERY",
      "NTC_CONTROLLER",
      "LAMP1",
      "LAMP2",
      "LAMP3",
      "USB1",
      "USB2",
      "RADIO",
      "BUTTON",
      "LED",
    ]);
    expect(new Set(labels).size).toBe(programPins.length);
  });
});
