import { parseJsonReport } from "@yeelen/shared/parseReport";
import { Column, emptyRow, GroupClock, type ReportFrame } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import vectors from "../../../shared/src/wire/vectors.json";
import { expect, it } from "vitest";
import { asJson, asOpenPaygo } from "./otherForms";

const [vector] = vectors.reports;
const known = decodeReport(Buffer.from(vector?.hex ?? "", "hex")).frame;

it("the JSON form is one that the service reads, and it says the same", () => {
  expect(parseJsonReport(asJson(known)).frame).toEqual(known);
});

it("the OpenPAYGO form has a row for each reading, oldest first, without what is zero at its end", () => {
  const rowAt = (time_s: number, voltage_mV: number, usb1_mA: number) => {
    const row = emptyRow();
    row[Column.Time] = time_s;
    row[Column.BatteryVoltage_mV] = voltage_mV;
    row[Column.Usb1Current_mA] = usb1_mA;
    return row;
  };
  const group = {
    ...known.groups[0],
    clock: GroupClock.Uptime_s,
    rows: [rowAt(1800, 12_900, 0), rowAt(900, 13_000, 5)],
  };
  const frame = { ...known, report: 7, groups: [group] } as ReportFrame;
  expect(JSON.parse(asOpenPaygo("koro-3", frame).toString())).toEqual({
    sn: "koro-3",
    df: 12,
    rc: 7,
    a: "ca0000000000000000",
    hd: [[13_000, null, null, null, null, null, null, null, 5], [12_900]],
  });
});
