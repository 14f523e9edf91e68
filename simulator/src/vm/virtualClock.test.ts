import { describe, expect, it } from "vitest";
import { VirtualClock } from "./virtualClock";

describe("VirtualClock", () => {
  it("runs timers in the order of their time, and of their setting where it is the same", async () => {
    const clock = new VirtualClock(1000);
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name}@${clock.now()}`);
    clock.setTimeout(note("late"), 3_600_000);
    clock.setTimeout(note("second"), 10);
    clock.setTimeout(note("third"), 10);
    clock.clearTimeout(clock.setTimeout(note("never"), 5));
    clock.setTimeout(() => clock.setTimeout(note("first"), 1), 1);
    await clock.run(5_000_000);
    expect(seen).toEqual(["first@1002", "second@1010", "third@1010", "late@3601000"]);
    expect(clock.now()).toBe(5_000_000);
    expect(clock.pending()).toBe(0);
  });

  it("leaves a timer beyond the end for the next run", async () => {
    const clock = new VirtualClock(0);
    let fired = false;
    clock.setTimeout(() => (fired = true), 100);
    await clock.run(99);
    expect(fired).toBe(false);
    await clock.run(100);
    expect(fired).toBe(true);
  });

  it("goes at the pace of real time while it is held, and jumps again once released", async () => {
    const clock = new VirtualClock(0);
    const hold = clock.hold(5000);
    setTimeout(() => hold.release(), 60);
    let heldUntil = 0;
    const tick = () => {
      heldUntil = clock.now();
      if (performance.now() - began < 40) clock.setTimeout(tick, 10);
    };
    const began = performance.now();
    clock.setTimeout(tick, 10);
    await clock.run(86_400_000);
    expect(heldUntil).toBeGreaterThan(20);
    expect(heldUntil).toBeLessThan(200);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it("is not held for longer than the limit", async () => {
    const clock = new VirtualClock(0);
    clock.hold(50);
    const began = performance.now();
    await clock.run(86_400_000);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it("refuses a tick that the bus of the devices would not stand", () => {
    expect(() => new VirtualClock(0, 1000)).toThrow("at most 250 ms");
  });
});
