import { reportOfFrame } from "@yeelen/shared/reportFrame";
import { Column, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";

/** A report in the JSON form of the contract, as a sender would write it. */
export function asJson(frame: ReportFrame): Buffer {
  return Buffer.from(JSON.stringify(reportOfFrame(frame)));
}

/**
 * The columns in the order of an OpenPAYGO data format, those that are mostly zero or absent last:
 * what comes after the last value that says something may be left out.
 */
const ORDER: readonly Column[] = [
  Column.BatteryVoltage_mV,
  Column.BatteryCurrent_mA,
  Column.BatteryTemperature_degC,
  Column.BatteryStateOfCharge_pct,
  Column.ControllerTemperature_degC,
  Column.PanelVoltage_mV,
  Column.PanelCurrent_mA,
  Column.ChargeState,
  Column.Usb1Current_mA,
  Column.Lamp1Current_mA,
  Column.Lamp1Commanded_pct,
  Column.RadioCurrent_mA,
  Column.RadioLight_pct,
  Column.Usb2Current_mA,
  Column.Lamp2Current_mA,
  Column.Lamp2Commanded_pct,
  Column.Lamp3Current_mA,
  Column.Lamp3Commanded_pct,
  Column.Lamp1Condition,
  Column.Lamp2Condition,
  Column.Lamp3Condition,
  Column.Off,
];

/** A data format that was registered before: its id is all that travels of it. */
const DATA_FORMAT = 12;

/**
 * The readings of a report as an OpenPAYGO Metrics device request in its condensed form
 * (github.com/openpaygo/metrics, Specifications.md, 1.0.0-rc1), without the HTTP around it. As short as
 * that form allows: a registered data format with an interval, so rows carry no time; integers by
 * scale factors; trailing zeros left out; counter authentication, which the specification recommends
 * for devices that do not keep time.
 */
export function asOpenPaygo(kit: string, frame: ReportFrame): Buffer {
  const rows = frame.groups.flatMap((group) => group.rows);
  const request = {
    sn: kit,
    df: DATA_FORMAT,
    rc: frame.report,
    // "ca" and a SipHash-2-4 in hexadecimal; any digits are as long
    a: `ca${"0".repeat(16)}`,
    hd: rows.toSorted((a, b) => (a[Column.Time] as number) - (b[Column.Time] as number)).map(openPaygoRow),
  };
  return Buffer.from(JSON.stringify(request));
}

function openPaygoRow(row: readonly number[]): (number | null)[] {
  const values = ORDER.map((column) => row[column] as number).map((value) => (value === NOT_MEASURED ? null : value));
  return values.slice(0, values.findLastIndex((value) => value !== null && value !== 0) + 1);
}
