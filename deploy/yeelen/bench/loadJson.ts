import { reportOfFrame } from "@yeelen/shared/reportFrame";
import { topics } from "@yeelen/shared/topics";
import { NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import type { LoadContent } from "./loadContent";
import { firstOf, messagesOf, nthOf, readingsOf } from "./loadReport";

/** A number in a text that is another one in the next message, with as many digits. */
interface Digits {
  at: number;
  digits: number;
  value: number;
  /** How much it grows from message to message, and from kit to kit. */
  perMessage: number;
  perKit: number;
}

interface Template {
  bytes: Buffer;
  numbers: Digits[];
}

const DIGIT_0 = 48;

/** Texts that differ from message to message in numbers of a fixed length. */
class Texts {
  readonly largest_bytes: number;

  constructor(private readonly templates: readonly Template[]) {
    this.largest_bytes = Math.max(...templates.map(({ bytes }) => bytes.length));
  }

  write(buffer: Buffer, at: number, kit: number, n: number): number {
    const { bytes, numbers } = this.templates[(kit * 7 + n) % this.templates.length] as Template;
    bytes.copy(buffer, at);
    for (const number of numbers) {
      let rest = number.value + n * number.perMessage + kit * number.perKit;
      for (let i = number.digits - 1; i >= 0; i--) {
        const tenth = Math.floor(rest / 10);
        buffer[at + number.at + i] = DIGIT_0 + rest - tenth * 10;
        rest = tenth;
      }
    }
    return bytes.length;
  }
}

/** The reports of a `ReportContent` in the JSON form of the contract. */
export class JsonReportContent implements LoadContent {
  readonly largest_bytes: number;
  readonly readings: number;
  readonly messages: number;
  private readonly texts: Texts;

  constructor(reports: readonly ReportFrame[]) {
    this.texts = new Texts(reports.map((frame) => templateOf((kit, n) => reportText(frame, kit, n))));
    this.largest_bytes = this.texts.largest_bytes;
    this.readings = reports[0] ? readingsOf(reports[0]) : 0;
    this.messages = messagesOf(this.readings);
  }

  topic(kit: string): string {
    return topics.reportJson(kit);
  }

  write(buffer: Buffer, at: number, kit: number, n: number): number {
    return this.texts.write(buffer, at, kit, n);
  }

  accepted(bytes: Buffer, from: number, to: number): number {
    const { accepted } = JSON.parse(bytes.toString("latin1", from, to)) as { accepted?: [number, number][] };
    return accepted ? accepted.reduce((sum, [first, last]) => sum + last - first + 1, 0) : -1;
  }
}

/** One reading a message, as flat JSON, with everything that a reading of a report says. */
export class JsonReadingContent implements LoadContent {
  readonly largest_bytes: number;
  readonly readings = 1;
  readonly messages: number;
  private readonly texts: Texts;

  /** @param reports each gives its current reading */
  constructor(reports: readonly ReportFrame[]) {
    this.texts = new Texts(reports.map((frame) => templateOf((kit, n) => readingText(frame, kit, n))));
    this.largest_bytes = this.texts.largest_bytes;
    // a reading is sent alone, so that a kit has as many messages as its reports have readings
    this.messages = messagesOf(1);
  }

  topic(kit: string): string {
    return topics.reportJson(kit);
  }

  write(buffer: Buffer, at: number, kit: number, n: number): number {
    return this.texts.write(buffer, at, kit, n);
  }

  accepted(): number {
    return -1;
  }
}

function reportText(frame: ReportFrame, kit: number, n: number): string {
  return JSON.stringify(reportOfFrame(nthOf(firstOf(frame, kit), n)));
}

/** Names of the columns from the battery's voltage on, as a schema without nesting has them. */
const columnNames = [
  "battery_voltage_mV",
  "battery_current_mA",
  "panel_voltage_mV",
  "panel_current_mA",
  "battery_stateOfCharge_pct",
  "usb1_current_mA",
  "battery_temperature_degC",
  "controller_temperature_degC",
  "radio_current_mA",
  "radio_light_pct",
  "usb2_current_mA",
  "chargeState",
  "off",
  "lamp1_current_mA",
  "lamp2_current_mA",
  "lamp3_current_mA",
  "lamp1_commanded_pct",
  "lamp2_commanded_pct",
  "lamp3_commanded_pct",
  "lamp1_condition",
  "lamp2_condition",
  "lamp3_condition",
] as const;

/** What a flat reading has beside the numbers that name and place it. */
export const plainColumns: readonly string[] = columnNames;

function readingText(frame: ReportFrame, kit: number, n: number): string {
  // alone, with the numbers of a kit that sends one reading after the other
  const [group] = frame.groups;
  if (!group) throw new Error("a report without readings");
  const alone = nthOf(firstOf({ ...frame, groups: [{ ...group, rows: group.rows.slice(0, 1) }] }, kit), n);
  const [row] = alone.groups.flatMap(({ rows }) => rows);
  const [sequence, uptime_s, ...measured] = row as [number, number, ...number[]];
  const reading: Record<string, number | string | null> = {
    incarnation: alone.incarnation,
    sequence,
    boot: 1,
    uptime_s,
    firmware: alone.firmware,
    wifiRssi_dBm: alone.wifiRssi_dBm,
  };
  columnNames.forEach((name, i) => {
    const value = measured[i] as number;
    reading[name] = value === NOT_MEASURED ? null : value;
  });
  return JSON.stringify(reading);
}

/** Finds the numbers in which a text differs by message and by kit, by comparing three of them. */
function templateOf(textOf: (kit: number, n: number) => string): Template {
  const text = textOf(0, 0);
  const numbersOf = (other: string) => [...other.matchAll(/-?\d+/g)].map((match) => Number(match[0]));
  const byMessage = numbersOf(textOf(0, 1));
  const byKit = numbersOf(textOf(1, 0));
  const numbers = [...text.matchAll(/-?\d+/g)].flatMap((match, i): Digits[] => {
    const value = Number(match[0]);
    const perMessage = (byMessage[i] as number) - value;
    const perKit = (byKit[i] as number) - value;
    if (perMessage === 0 && perKit === 0) return [];
    return [{ at: match.index, digits: match[0].length, value, perMessage, perKit }];
  });
  return { bytes: Buffer.from(text, "latin1"), numbers };
}
