import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chargeStates } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadMapping, parseMapping } from "./loadMapping";
import { readLog } from "./readLog";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-log-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const CSV = `format: csv
site: Mopti
kit: mopti-1
battery: lead-acid-6s
time: { columns: [time] }
readings:
  battery_voltage: { column: U, unit: V }
  battery_current: { column: I, unit: A }
`;

function read(mapping: string, text: string, days?: number) {
  const file = join(directory, "log");
  writeFileSync(file, text);
  return readLog(file, parseMapping(mapping, "m.yaml"), days);
}

/** Times and battery voltages and currents of the only kit. */
function readings(mapping: string, text: string) {
  const { recording, tally } = read(mapping, text);
  const [kit] = recording.kits;
  if (!kit) throw new Error("no kit");
  const rows = kit.rows.map((row, i) => {
    const time = new Date((kit.times_s[i] as number) * 1000).toISOString().slice(0, 16);
    return [time, row[Column.BatteryVoltage_mV], row[Column.BatteryCurrent_mA]];
  });
  return { rows, tally, kit };
}

const three = [
  ["2026-03-01T18:00", 12_800, -1200],
  ["2026-03-01T18:15", 12_700, -1100],
  ["2026-03-01T18:30", 12_750, 0],
];

describe("a log is read", () => {
  it.each<[string, string, string]>([
    [
      "as it comes",
      CSV,
      "time,U,I\n2026-03-01T18:00:00Z,12.8,-1.2\n2026-03-01 18:15,12.7,-1.1\n2026-03-01 18:30:00,12.75,0\n",
    ],
    [
      "with decimal commas, two columns of time, lines before its headings and a sign of its own",
      CSV.replace("[time]", "[Datum, Zeit], format: DD.MM.YYYY HH:mm, zone: Europe/Berlin").replace(
        "site:",
        'delimiter: ";"\ndecimal: ","\nskip_lines: 2\ncharging: negative\nsite:',
      ),
      "Logger;\n\nDatum;Zeit;U;I\n01.03.2026;19:00;12,80;1,2\n01.03.2026;19:15;12,70;1,1\n01.03.2026;19:30;12,75;-0,0\n",
    ],
    [
      "as an array with epochs in ms, in mV and mA",
      CSV.replace("csv", "json")
        .replace("[time]", "[t], format: epoch_ms")
        .replace("V }", "mV }")
        .replace("A }", "mA }"),
      JSON.stringify([
        { t: 1772388000000, U: 12800, I: -1200 },
        { t: 1772388900000, U: 12700, I: "-1100" },
        { t: 1772389800000, U: 12750, I: 0 },
      ]),
    ],
    [
      "as lines of objects within objects, with an offset, a factor and times of half a day",
      CSV.replace("csv", "json")
        .replace("[time]", "[at], format: 'MM/DD/YY HH:mm A', zone: '-01:00'")
        .replace("column: U, unit: V", "column: bat.U, unit: V, factor: 0.1, offset: 0.1"),
      [
        { at: "3/1/26 5:00 PM", bat: { U: 127 }, I: -1.2 },
        { at: "3/1/26 5:15 pm", bat: { U: 126 }, I: -1.1 },
        { at: "3/1/26 5:30 p.m.", bat: { U: 126.5 }, I: 0 },
      ]
        .map((row) => JSON.stringify(row))
        .join("\n"),
    ],
    [
      "from 24 V: voltages halved, currents doubled",
      CSV.replace("time:", "nominal_V: 24\ntime:"),
      "time,U,I\n2026-03-01 18:00,25.6,-0.6\n2026-03-01 18:15,25.4,-0.55\n2026-03-01 18:30,25.5,0\n",
    ],
    [
      "and put in order; what is there twice counts once",
      CSV,
      "time,U,I\n2026-03-01 18:15,12.7,-1.1\n2026-03-01 18:00,12.8,-1.2\n2026-03-01 18:30,12.75,0\n2026-03-01 18:15,12.7,-1.1\n2026-03-01 18:30,12.6,0\n",
    ],
  ])("%s", (_, mapping, text) => {
    expect(readings(mapping, text).rows).toEqual(three);
  });

  it("and says what is wrong with it: bad rows go, and bad cells alone", () => {
    const { rows, tally, kit } = readings(
      CSV,
      [
        "time,U,I",
        "2026-03-01 18:00,12.8,-1.2",
        "2026-03-01 18:15,12.7,655.35",
        "2026-02-30 18:20,12.7,-1.1",
        "2026-03-01 18:25,12.7",
        "2026-03-01 18:30,12.7,n/a",
        "2026-03-01 18:45,12.7,many",
        "2026-03-01 18:40,12.6,-1",
        "2026-03-01 18:45,12.5,-1",
        "2026-03-03 18:45,12.5,-1",
      ].join("\n"),
    );
    expect(rows.map(([time, , current]) => `${time} ${current}`)).toEqual([
      "2026-03-01T18:00 -1200",
      `2026-03-01T18:15 ${NOT_MEASURED}`,
      `2026-03-01T18:30 ${NOT_MEASURED}`,
      "2026-03-01T18:40 -1000",
      `2026-03-01T18:45 ${NOT_MEASURED}`,
      "2026-03-03T18:45 -1000",
    ]);
    expect(tally).toEqual({
      rows: 9,
      invalid: 2,
      cells: 2,
      outOfOrder: 1,
      repeated: 1,
      contradicting: 1,
      thinned: 0,
      gaps: 1,
      longestGap_h: 48,
      problems: [
        "line 5: 2 cells under 3 headings",
        "line 3: battery.current_mA is 655350, outside -35000 to 35000",
        '"2026-02-30 18:20" is not a time',
        'line 7: I is "many", not a number',
      ].map((problem) => (problem.startsWith("line") ? problem : `line 4: ${problem}`)),
    });
    // the rows that are missing keep their numbers
    expect(kit.sequences.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(kit.sequences[5]).toBeGreaterThan(100);
  });

  it("kit by kit, where a column names them; closer rows than wanted are left out", () => {
    const mapping = CSV.replace("kit: mopti-1", "kit_column: dev\nkit_prefix: mopti-\nevery_min: 15");
    const { recording, tally } = read(
      mapping,
      "dev,time,U,I\nA 1,2026-03-01 18:00,12.8,0\nB,2026-03-01 18:00,13.1,0\nA 1,2026-03-01 18:01,12.8,0\n?,2026-03-01 18:01,12.8,0\n",
    );
    expect(recording.kits.map(({ kitId, rows }) => [kitId, rows.length])).toEqual([
      ["mopti-a-1", 1],
      ["mopti-b", 1],
    ]);
    expect(tally).toMatchObject({ thinned: 1, invalid: 1 });
  });

  it("through the hour that summer time ends twice", () => {
    const mapping = CSV.replace("[time]", "[time], zone: Europe/Berlin");
    const { rows } = readings(
      mapping,
      `time,U,I\n${["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"].map((at) => `2026-10-25 ${at},12.5,0`).join("\n")}`,
    );
    const hours = ["2026-10-24T23:30", "2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30"];
    expect(rows.map(([time]) => time)).toEqual([...hours, "2026-10-25T02:00"]);
  });

  it("and what it does not say is reckoned: currents from powers, and the state of charging", () => {
    const mapping = `${CSV.replace(/ {2}battery_current.*\n/, "")}  panel_power: { column: P, unit: W }
  panel_voltage: { column: PV, unit: V }
  load_power: { column: L, unit: W }
  lamp1_power: { column: L, unit: W }
battery_current_from: panel-and-load
`;
    const [kit] = read(mapping, "time,U,P,PV,L\n2026-03-01 12:00,12.5,36,18,6\n2026-03-01 20:00,12,0,0,6\n").recording
      .kits;
    const of = (...columns: Column[]) => kit?.rows.map((row) => columns.map((column) => row[column]));
    expect(of(Column.PanelCurrent_mA, Column.BatteryCurrent_mA, Column.Lamp1Current_mA)).toEqual([
      [2000, 2400, 480],
      [0, -500, 500],
    ]);
    expect(kit?.rows.map((row) => chargeStates[row[Column.ChargeState] as number])).toEqual(["bulk", "idle"]);
  });

  it.each<[string, string, string, RegExp]>([
    ["of another battery", CSV, "time,U,I\n2026-03-01 18:00,25.6,0\n", /stands at 25\.60 V, which is none of 12 V/],
    ["without a time", CSV, "time,U,I\nnow,12.5,0\n", /no row can be used\n {2}line 2: "now" is not a time/],
    [
      "without its columns",
      CSV,
      "Time,V,I\n1,2,3\n",
      /m\.yaml:5:19: .*no column "time"; did you mean "Time"\?\n.*"U"; it/,
    ],
    ["of another form", CSV.replace("csv", "json"), '{\n "rows": []\n}', /say with `rows`/],
    ["that is not there", CSV.replace("csv", "json\nrows: data"), '{"rows":[]}', /"data" in it is no array/],
  ])("says so: %s", (_, mapping, text, problem) => {
    expect(() => read(mapping, text)).toThrow(problem);
  });
});

describe("a mapping", () => {
  const wrong = (text: string) => {
    try {
      parseMapping(text, "m.yaml");
    } catch (error) {
      return (error as Error).message
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
    }
    return [];
  };

  it("is told all that is wrong with it at once, and where", () => {
    const text = CSV.replace("lead-acid-6s", "lead-acid")
      .replace("kit:", "kit_prefix: x-\nkit:")
      .replace("[time]", "[time], format: DD.MM, zone: Bamako")
      .replace("unit: A", "unit: V")
      .replace("battery_voltage", "batery_voltage")
      .replace("site:", 'decimal: ","\nnominal_V: 32\nsite:');
    expect(wrong(text)).toEqual([
      "m.yaml:2:10: decimal: is the delimiter too: say which delimiter the file has, such as ;",
      expect.stringMatching(/^m\.yaml:3:12: nominal_V: must be one of 6, 12, 24, 36, 48/),
      "m.yaml:5:13: kit_prefix: stands before names of kit_column",
      'm.yaml:7:10: battery: "lead-acid" is not known; did you mean "lead-acid-6s"?',
      expect.stringMatching(/^m\.yaml:8:34: time\.format: must be iso, epoch_s, epoch_ms, or a pattern/),
      expect.stringMatching(/^m\.yaml:8:47: time\.zone: must be a time zone such as/),
      'm.yaml:10:3: readings.batery_voltage: is not known; did you mean "battery_voltage"?',
      expect.stringMatching(/^m\.yaml:10:3: readings: battery_voltage is missing/),
      expect.stringMatching(/^m\.yaml:11:39: readings\.battery_current\.unit: must be one of A, mA, and is "V"/),
    ]);
  });

  it("needs to know whose log it is, and from what to reckon", () => {
    const text = `${CSV.replace("kit: mopti-1\n", "")}battery_current_from: panel-and-load\n`;
    expect(wrong(text).map((line) => line.replace(/^m\.yaml:\d+:\d+: /, ""))).toEqual([
      "kit is missing: say whose log it is, or kit_column",
      "battery_current_from: the log has the battery's current: leave it out",
      "battery_current_from: needs the panel's power, or its current and voltage",
      "battery_current_from: needs load_power or load_current",
    ]);
  });

  const shipped = fileURLToPath(new URL("../../../data/mappings", import.meta.url));
  it.each(readdirSync(shipped))("%s, as shipped, is right", (name) => {
    expect(loadMapping(join(shipped, name)).mapping.site).not.toBe("");
  });

  it("makes one kit of the microgrid of Kigeme", () => {
    const { recording, tally } = readLog(
      join(shipped, "../heed-kigeme/microgrid_processed_august.csv"),
      loadMapping(join(shipped, "kigeme-microgrid.yaml")),
    );
    expect(recording.kits.map(({ kitId, rows }) => [kitId, rows.length])).toEqual([["kigeme-microgrid", 744]]);
    expect(tally).toMatchObject({ invalid: 0, cells: 0, gaps: 0, repeated: 0 });
  });
});
