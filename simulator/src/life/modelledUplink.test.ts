import { Stage } from "@yeelen/firmware/kit/attempts";
import { Kit } from "@yeelen/firmware/kit/kit";
import { emptyRow } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { settingsOfKit } from "../kit/settings";
import type { Exchange } from "../link/link";
import type { Reach } from "../link/reach";
import type { Body } from "./body";
import { soundCondition } from "./condition";
import { ModelledUplink } from "./modelledUplink";

/** A kit that tells what it notes of its attempts. */
class NotingKit extends Kit {
  readonly noted: [Stage, number][] = [];

  override attempted(stage: Stage, uptime_s: number): void {
    super.attempted(stage, uptime_s);
    this.noted.push([stage, uptime_s]);
  }
}

/** One attempt of a kit with a reading, over a network that does this to it. */
function attempt(reach: Reach, exchange: Partial<Exchange> = {}) {
  const settings: Parameters<typeof settingsOfKit>[0] = {
    flash: [],
    random: 0,
    clock_s: 0,
    interval_s: 900,
    uploadInterval_s: 0,
    battery: "lifepo4-4s",
  };
  const kit = new NotingKit(settingsOfKit(settings));
  kit.take(emptyRow(), 900);
  const link = { exchange: () => ({ latency_s: 1, isReportLost: false, isAckLost: false, ...exchange }) };
  const body = { reach, condition: soundCondition(), wifiRssi_dBm: -60, link } as unknown as Body;
  let arrived = 0;
  const uplink = new ModelledUplink(body, () => (arrived += 1));
  uplink.session(kit, 960, 0);
  return { noted: kit.noted, arrived, held: kit.held() };
}

describe("what a native kit notes of an attempt to connect", () => {
  it.each<[Reach, Stage]>([
    ["no-hotspot", Stage.NoHotspot],
    ["hotspot", Stage.Hotspot],
    ["joined", Stage.Joined],
    ["resolved", Stage.Resolved],
    ["connected", Stage.Connected],
    ["accepted", Stage.Accepted],
  ])("that comes to %s is stage %i", (reach, stage) => {
    expect(attempt(reach)).toEqual({ noted: [[stage, 960]], arrived: 0, held: 1 });
  });

  it("is nothing where it is answered", () => {
    expect(attempt("acknowledged")).toEqual({ noted: [], arrived: 1, held: 0 });
  });

  it.each([
    ["report", { isReportLost: true, isAckLost: true }, 0],
    ["answer", { isAckLost: true }, 1],
  ])("is that it was connected where its %s is lost", (_, exchange, arrived) => {
    expect(attempt("acknowledged", exchange)).toEqual({ noted: [[Stage.Connected, 960]], arrived, held: 1 });
  });
});
