import { describe, expect, it } from "vitest";
import { Link } from "./link";
import { SiteNetwork } from "./siteNetwork";
import { type Condition, soundCondition } from "../life/condition";
import { randomOf } from "../random";

const start_ms = Date.UTC(2026, 0, 1);
const DAY_ms = 86_400_000;
const always = new Uint8Array(1440).fill(1);
const never = new Uint8Array(1440);

const linkOf = (name: string, handedOut_ms = start_ms) =>
  new Link({ random: randomOf(9, `link/${name}`), handedOut_ms });

/** Minutes reachable on each day. */
function live(link: Link, days: number, network: (day: number) => Uint8Array = () => always): Uint8Array[] {
  return Array.from({ length: days }, (_, day) => link.day(start_ms + day * DAY_ms, network(day)).reachable.slice());
}
function minutes(day: Uint8Array, from_min = 0, until_min = 1440): number {
  let sum = 0;
  for (let minute = from_min; minute < until_min; minute++) sum += day[minute] as number;
  return sum;
}
/** Days as text: comparing long arrays one by one takes its time. */
const text = (days: Uint8Array[]) => days.map((day) => Buffer.from(day).toString("latin1"));
const share = (days: Uint8Array[]) => days.filter((day) => minutes(day) > 0).length / days.length;

/** A hundred households for a year, with the network always there. */
const fleet = Array.from({ length: 100 }, (_, one) => live(linkOf(`${one}`), 365));

describe("a year of links", () => {
  it("while there is credit, four days of five have a window", () => {
    const days = fleet.flatMap((one) => one.slice(0, 180));
    expect(share(days)).toBeGreaterThan(0.72);
    expect(share(days)).toBeLessThan(0.9);
  });

  it("households differ: from ten minutes a day to the whole evening", () => {
    const daily = fleet
      .map((one) => one.slice(0, 180).reduce((sum, day) => sum + minutes(day), 0) / 180)
      .toSorted((a, b) => a - b);
    expect(daily[10]).toBeLessThan(12);
    expect(daily[40]).toBeLessThan(30);
    expect(daily[90]).toBeGreaterThan(180);
  });

  it("some are out of reach for days, even with credit", () => {
    const longest = fleet.map(
      (one) =>
        one.slice(0, 180).reduce(
          (state, day) => {
            const gap = minutes(day) > 0 ? 0 : state.gap + 1;
            return { gap, longest: Math.max(state.longest, gap) };
          },
          { gap: 0, longest: 0 },
        ).longest,
    );
    expect(longest.filter((days) => days >= 3).length).toBeGreaterThan(30);
    expect(Math.max(...longest)).toBeLessThan(30);
  });

  it("most windows are in the evening, hardly any at night", () => {
    const within = (from_min: number, until_min: number) =>
      fleet.flat().reduce((sum, day) => sum + minutes(day, from_min, until_min), 0);
    expect(within(17 * 60, 24 * 60)).toBeGreaterThan(0.6 * within(0, 1440));
    expect(within(0, 5 * 60)).toBeLessThan(0.01 * within(0, 1440));
  });

  it("the WiFi is received well by some and badly by others, with days that differ a little", () => {
    const received = Array.from({ length: 40 }, (_, one) => {
      const link = linkOf(`rssi-${one}`);
      return Array.from({ length: 30 }, (__, day) => link.day(start_ms + day * DAY_ms, always).wifiRssi_dBm);
    });
    const all = received.flat();
    expect(all.every((rssi) => Number.isInteger(rssi) && rssi <= -35 && rssi >= -85)).toBe(true);
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(20);
    for (const one of received) expect(Math.max(...one) - Math.min(...one)).toBeLessThanOrEqual(11);
  });
});

describe("credit", () => {
  it("lasts for six months from the hand-out, whenever that was; then a quarter of the time is without", () => {
    const windows = (fromHandOut_d: number, toHandOut_d: number, handedOut_ms: number) =>
      Array.from({ length: 100 }, (_, one) => {
        const days = live(linkOf(`${one}`, handedOut_ms), 310);
        const first = (handedOut_ms - start_ms) / DAY_ms;
        return days.slice(Math.max(0, first + fromHandOut_d), Math.max(0, first + toHandOut_d));
      }).flat();
    for (const handedOut_ms of [start_ms, start_ms - 60 * DAY_ms]) {
      const given = share(windows(60, 180, handedOut_ms));
      const after = share(windows(190, 300, handedOut_ms));
      expect(after / given).toBeGreaterThan(0.65);
      expect(after / given).toBeLessThan(0.88);
    }
  });

  it("some households never lapse, some for weeks", () => {
    const after = fleet.map((one) => share(one.slice(190)) / share(one.slice(0, 180)));
    expect(after.filter((one) => one > 0.9).length).toBeGreaterThan(20);
    expect(after.filter((one) => one < 0.6).length).toBeGreaterThan(10);
  });
});

describe("the network of the site", () => {
  it("an outage takes all links of a site away in the same minutes", () => {
    const network = new SiteNetwork("poor", randomOf(9, "network/koro"));
    const site = Array.from({ length: 200 }, (_, day) => network.day(start_ms + day * DAY_ms).slice());
    for (const name of ["koro-1", "koro-2", "koro-3"]) {
      const alone = live(linkOf(name), 200);
      const there = live(linkOf(name), 200, (day) => site[day] as Uint8Array);
      const expected = alone.map((day, index) =>
        day.map((one, minute) => one & ((site[index] as Uint8Array)[minute] as number)),
      );
      expect(text(there)).toEqual(text(expected));
    }
  });

  it("without network nobody is reachable", () => {
    expect(live(linkOf("a"), 60, () => never).every((day) => minutes(day) === 0)).toBe(true);
  });
});

describe("an exchange", () => {
  const draw = (condition: Partial<Condition>) =>
    Array.from({ length: 40 }, (_, one) => {
      const link = linkOf(`${one}`);
      return Array.from({ length: 250 }, () => ({ ...link.exchange({ ...soundCondition(), ...condition }) }));
    }).flat();

  it.each<[what: string, condition: Partial<Condition>, reportLost: [number, number], ackLost: [number, number]]>([
    ["as usual", {}, [0.01, 0.02], [0.02, 0.04]],
    ["lossy", { loss: 0.3 }, [0.28, 0.34], [0.47, 0.56]],
    ["half-open", { halfOpen: true }, [1, 1], [1, 1]],
  ])("%s: reports lost %o, acknowledgements missing %o", (_what, condition, [low, high], [lowAck, highAck]) => {
    const all = draw(condition);
    const lost = all.filter(({ isReportLost }) => isReportLost).length / all.length;
    const missing = all.filter(({ isAckLost }) => isAckLost).length / all.length;
    expect(lost).toBeGreaterThanOrEqual(low);
    expect(lost).toBeLessThanOrEqual(high);
    expect(missing).toBeGreaterThanOrEqual(lowAck);
    expect(missing).toBeLessThanOrEqual(highAck);
    expect(all.every(({ isReportLost, isAckLost }) => isAckLost || !isReportLost)).toBe(true);
  });

  it("takes seconds, seldom half a minute", () => {
    const latencies = draw({})
      .map(({ latency_s }) => latency_s)
      .toSorted((a, b) => a - b);
    const at = (quantile: number) => latencies[Math.floor(quantile * latencies.length)] as number;
    expect(latencies[0]).toBeGreaterThan(0.05);
    expect([at(0.5) > 1, at(0.5) < 3, at(0.95) < 8, at(0.999) > 15]).toEqual([true, true, true, true]);
  });
});

describe("chance", () => {
  it("same seed, same link; another kit has its own", () => {
    expect(text(live(linkOf("a"), 60))).toEqual(text(live(linkOf("a"), 60)));
    expect(text(live(linkOf("a"), 60))).not.toEqual(text(live(linkOf("b"), 60)));
  });

  it("how often a kit sends does not change when its phone is there", () => {
    const quiet = linkOf("a");
    const busy = linkOf("a");
    const days = Array.from({ length: 30 }, (_, day) => {
      for (let sent = 0; sent < day; sent++) busy.exchange(soundCondition());
      return [quiet, busy].map((link) => link.day(start_ms + day * DAY_ms, always).reachable.slice());
    });
    for (const one of days) expect(new Set(text(one)).size).toBe(1);
  });
});
