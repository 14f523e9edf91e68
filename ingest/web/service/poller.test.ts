import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answer } from "./answers";
import { NoAnswer } from "./ask";
import { Poller, type ServiceState, wait_ms } from "./poller";

const answer: Answer = {
  kits: [],
  faults: [],
  status: {
    version: "0.1.0",
    demo: null,
    startedAt: "2026-11-23T06:00:00.000Z",
    draining: false,
    mqtt: { port: 1883, connections: 0 },
    intake: { reports: 0, readings: 0, repeated: 0, quarantined: 0, refused: {} },
    journal: { bytes: 0, error: null },
    refused: {},
    broker: null,
    export: null,
  },
  clockAhead_ms: 0,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function poll(ask: (signal: AbortSignal) => Promise<Answer>) {
  const states: ServiceState[] = [];
  const poller = new Poller(ask, (state) => states.push(state));
  poller.start();
  return { poller, states, phases: () => states.map(({ phase }) => phase) };
}

test("asks every two seconds while the service answers", async () => {
  const ask = vi.fn<() => Promise<Answer>>().mockResolvedValue(answer);
  const { poller, phases } = poll(ask);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(ask).toHaveBeenCalledTimes(4);
  expect(new Set(phases())).toEqual(new Set(["fresh"]));
  poller.stop();
});

test("backs off while the service does not answer, keeps the last answer and its time, and recovers", async () => {
  const ask = vi.fn<() => Promise<Answer>>().mockResolvedValueOnce(answer);
  ask.mockRejectedValue(new NoAnswer({ kind: "unreachable" }));
  const { poller, states } = poll(ask);
  await vi.advanceTimersByTimeAsync(0);
  const answered_ms = states.at(-1)?.answered_ms;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask.mock.calls.length).toBeLessThan(8);
  expect(states.at(-1)).toMatchObject({ phase: "failing", answer, answered_ms, failure: { kind: "unreachable" } });
  ask.mockResolvedValue(answer);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(states.at(-1)).toMatchObject({ phase: "fresh", failure: undefined });
  poller.stop();
});

test("does not call an old answer fresh while the next one takes its time, and gives up in the end", async () => {
  const ask = vi.fn<(signal: AbortSignal) => Promise<Answer>>().mockResolvedValueOnce(answer);
  ask.mockImplementation(
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new NoAnswer({ kind: "unreachable" })));
      }),
  );
  const { poller, states } = poll(ask);
  await vi.advanceTimersByTimeAsync(7_000);
  expect(states.at(-1)?.phase).toBe("waiting");
  await vi.advanceTimersByTimeAsync(11_000);
  expect(states.at(-1)).toMatchObject({ phase: "failing", failure: { kind: "too-slow" } });
  poller.stop();
});

test("a page that comes back into view waits for an answer before it calls itself fresh", async () => {
  const { poller, phases } = poll(vi.fn<() => Promise<Answer>>().mockResolvedValue(answer));
  await vi.advanceTimersByTimeAsync(0);
  poller.stop();
  await vi.advanceTimersByTimeAsync(3600_000);
  poller.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(phases()).toEqual(["fresh", "waiting", "fresh"]);
  poller.stop();
});

test("stopping leaves no timer", async () => {
  const { poller } = poll(vi.fn<() => Promise<Answer>>().mockResolvedValue(answer));
  await vi.advanceTimersByTimeAsync(100);
  poller.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  { failures: 0, took_ms: 20, wait: 2_000 },
  { failures: 0, took_ms: 1_000, wait: 8_000 },
  { failures: 2, took_ms: 0, wait: 8_000 },
  { failures: 50, took_ms: 0, wait: 30_000 },
])("after $failures failures and an answer in $took_ms ms it waits $wait ms", ({ failures, took_ms, wait }) => {
  expect(wait_ms(failures, took_ms)).toBe(wait);
});
