import { Journal } from "@yeelen/ingest/journal/journal";
import type { AttemptsView, KitDetail } from "@yeelen/shared/answers";
import { parseJsonReport } from "@yeelen/shared/parseReport";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectAndListen } from "./harness/mqttKit";
import { startService, type TestService } from "./harness/service";
import { said } from "./harness/yeelen";

let service: TestService;
let kit: Awaited<ReturnType<typeof connectAndListen>>;
let sequence: number;
const now_ms = Date.UTC(2026, 10, 23, 18);

beforeEach(async () => {
  sequence = 0;
  service = await startService({}, () => now_ms);
  kit = await connectAndListen(service.port, service.addKit("kit-a"));
});
afterEach(async () => {
  await kit.stop();
  await service.stop();
});

type Span = [boot: number, reached: string, from: number, to: number, count: number];

/** The kit, a day after its second start, reports a reading and these attempts. */
async function tells(spans: Span[], earlier: object[] = []) {
  sequence += 1;
  const ack = await kit.send({
    version: "1.0",
    uptime_s: 86_400,
    attempts: spans.map(([boot, reached, from_uptime_s, to_uptime_s, count]) => ({
      boot,
      reached,
      from_uptime_s,
      to_uptime_s,
      count,
    })),
    boots: [...earlier, { boot: 2, readings: [{ sequence, uptime_s: 86_400 }] }],
  });
  expect(ack.accepted).toBeDefined();
}

const shown = async () => ((await service.get("kits/kit-a")).kit as KitDetail).attempts;
const brief = ({ reached, from, to, times }: AttemptsView) =>
  `${reached} ${from?.slice(5, 16) ?? "?"} ${to?.slice(5, 16) ?? "?"} ${times}`;

describe("the log of attempts to connect", () => {
  it("is placed in time by its boot, the newest first, and told in words", async () => {
    const first: Span = [2, "no-hotspot", 600, 43_800, 100];
    await tells([first, [2, "hotspot", 43_800, 73_500, 31], [2, "accepted", 74_000, 74_000, 1]]);
    expect((await shown()).map(brief)).toEqual([
      "accepted 11-23T14:33 11-23T14:33 1",
      "hotspot 11-23T06:10 11-23T14:25 31",
      "no-hotspot 11-22T18:10 11-23T06:10 100",
    ]);
    const stdout = await said(["kits", "show", "kit-a", "--data", service.data]);
    expect(stdout.replaceAll("\u00a0", " ")).toContain(
      "from 2026-11-23 06:10 to 14:25 the hotspot was seen 31 times but not joined: the name or password on the phone may have changed",
    );
  });

  it.each<[string, Span[][], string[]]>([
    ["the very same again", [[[2, "joined", 100, 200, 3]], [[2, "joined", 100, 200, 3]]], ["joined 100 200 3"]],
    ["grown", [[[2, "joined", 100, 200, 3]], [[2, "joined", 100, 900, 9]]], ["joined 100 900 9"]],
    ["late, once it had grown", [[[2, "joined", 100, 900, 9]], [[2, "joined", 100, 200, 3]]], ["joined 100 900 9"]],
    [
      "joined with its neighbours",
      [
        [
          [2, "hotspot", 100, 200, 3],
          [2, "joined", 300, 400, 2],
        ],
        [[2, "joined", 100, 400, 5]],
      ],
      ["joined 100 400 5"],
    ],
    [
      "in another boot",
      [[[2, "joined", 100, 200, 3]], [[1, "joined", 100, 200, 3]]],
      ["joined ? ? 3", "joined 100 200 3"],
    ],
  ])("counts a span once: %s", async (_, reports, expected) => {
    for (const spans of reports) await tells(spans);
    const start_ms = now_ms - 86_400_000;
    const uptime = (time: string | null) => (time === null ? "?" : (Date.parse(time) - start_ms) / 1000);
    const spans = (await shown()).map(
      ({ reached, from, to, times }) => `${reached} ${uptime(from)} ${uptime(to)} ${times}`,
    );
    expect(spans).toEqual(expected);
  });

  it("of an earlier boot is placed once a report says when that was", async () => {
    await tells([[1, "joined", 3600, 7200, 4]]);
    expect((await shown()).map(brief)).toEqual(["joined ? ? 4"]);
    expect(await said(["kits", "show", "kit-a", "--data", service.data])).toMatch(/before 2026-11-23 18:00 the hot/);
    const anchor = { uptime_s: 100, serverTime_s: Date.UTC(2026, 10, 22, 3) / 1000 + 100 };
    await tells([], [{ boot: 1, anchor, readings: [{ sequence: 0, uptime_s: 7200 }] }]);
    expect((await shown()).map(brief)).toEqual(["joined 11-22T04:00 11-22T05:00 4"]);
  });

  it("keeps the newest 200 spans", async () => {
    for (let i = 0; i < 30; i++) {
      await tells(
        Array.from({ length: 8 }, (_, j): Span => [2, "joined", 100 * (8 * i + j), 100 * (8 * i + j) + 50, 1 + i]),
      );
    }
    const spans = await shown();
    expect([spans[0]?.times, spans.at(-1)?.times]).toEqual([30, 6]);
    const journal = Journal.open(service.data);
    expect(journal.attempts.newest(journal.kits.find("kit-a")?.id as number, 1000)).toHaveLength(200);
    journal.close();
  });
});

describe("what a kit thinned or lost", () => {
  const state = async () => {
    const { readings, gaps, thinned } = (await service.get("kits/kit-a")).kit as KitDetail;
    return [readings, gaps, thinned];
  };
  /** Reports readings with these sequences, and ranges that were dropped. */
  const reports = async (sequences: number[], dropped: [number, number][] = [], incarnation = 1) =>
    await kit.send({
      version: "1.0",
      incarnation,
      dropped,
      uptime_s: 90_000,
      boots: [{ boot: 1, readings: sequences.map((number) => ({ sequence: number, uptime_s: number })) }],
    });

  it.each<
    [string, [sequences: number[], dropped: [number, number][]][], [readings: number, gaps: number, thinned: number]]
  >([
    ["nothing", [[[1, 2, 5], []]], [3, 1, 0]],
    ["a whole gap", [[[1, 2, 5], [[3, 4]]]], [3, 0, 2]],
    ["every second reading, the range told over all of them", [[[1, 3, 5, 7, 8], [[1, 7]]]], [5, 0, 3]],
    [
      "told before the readings came",
      [
        [[], [[3, 4]]],
        [[1, 2, 5], []],
      ],
      [3, 0, 2],
    ],
    ["part of a gap: the two stretches that are left may still come", [[[1, 6], [[3, 4]]]], [2, 2, 2]],
    [
      "two parts of a gap that make it up",
      [
        [[1, 6], [[2, 3]]],
        [[], [[4, 5]]],
      ],
      [2, 0, 4],
    ],
    [
      "two parts of a gap, the later one told first",
      [
        [[1, 6], [[4, 5]]],
        [[], [[2, 3]]],
      ],
      [2, 0, 4],
    ],
    [
      "what was delivered all the same",
      [
        [[1, 5], [[2, 4]]],
        [[2, 3, 4], []],
      ],
      [5, 0, 0],
    ],
    [
      "what is delivered in part",
      [
        [[1, 5], [[2, 4]]],
        [[3], []],
      ],
      [3, 0, 2],
    ],
    [
      "what is told again",
      [
        [[1, 5], [[2, 4]]],
        [[], [[2, 4]]],
        [[], [[2, 3]]],
      ],
      [2, 0, 3],
    ],
    ["before the first reading", [[[10, 11], [[3, 9]]]], [2, 0, 7]],
    [
      "behind the newest reading, which goes on later",
      [
        [[1], [[2, 3]]],
        [[4], []],
        [[9], []],
      ],
      [3, 1, 2],
    ],
    ["a range that ends before it begins", [[[1, 5], [[4, 2]]]], [2, 1, 0]],
  ])("%s", async (_, steps, expected) => {
    for (const [sequences, dropped] of steps) await reports(sequences, dropped);
    expect(await state()).toEqual(expected);
  });

  it("counts within its own numbering only", async () => {
    await reports([1, 5], [], 7);
    await reports([1, 5], [[2, 4]], 8);
    expect(await state()).toEqual([4, 1, 3]);
    expect(await said(["kits", "show", "kit-a", "--data", service.data])).toMatch(
      /4, 1 gap, 3.readings thinned by the kit/,
    );
  });
});

it("a log of attempts in the binary form is kept like one in JSON", async () => {
  const attempts = [{ boot: 3, reached: "hotspot", from_uptime_s: 100, to_uptime_s: 4000, count: 12 }];
  const { frame } = parseJsonReport(Buffer.from(JSON.stringify({ version: "1.0", attempts })));
  await kit.sendBinary(encodeReport(frame, Buffer.alloc(500)));
  expect((await shown()).map(brief)).toEqual(["hotspot ? ? 12"]);
});
