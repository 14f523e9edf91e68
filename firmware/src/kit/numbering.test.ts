import { expect, it } from "vitest";
import { Numbering } from "./numbering";

/** Lives through boots of `readings` each. Returns every number that was used; `keeps` says whether flash keeps a write. */
function used(boots: number, readings: number, keeps: (write: number) => "kept" | "kept unnoticed" | "lost") {
  let stored: number[] = [];
  let writes = 0;
  const numbers: string[] = [];
  for (let boot = 0; boot < boots; boot++) {
    const numbering = new Numbering(stored, (boot * 0.618_034 + 0.1) % 1);
    for (let i = 0; i < readings; i++) {
      if (numbering.isDue()) {
        const record = numbering.record();
        const fate = keeps(writes++);
        if (fate !== "lost") stored = record;
        numbering.done(fate === "kept");
      }
      numbering.prepare();
      numbers.push(`${numbering.incarnation} ${numbering.sequence}`);
      numbering.sequence += 1;
    }
  }
  return { numbers, lives: new Set(numbers.map((number) => number.split(" ")[0])).size };
}

it.each([
  ["keeps everything", () => "kept", 1],
  ["keeps nothing", () => "lost", undefined],
  ["keeps every second write", (write) => (write % 2 === 0 ? "kept" : "lost"), undefined],
  ["keeps what it seems not to", () => "kept unnoticed", undefined],
  ["is full after a while", (write) => (write < 5 ? "kept" : "lost"), undefined],
] as [string, (write: number) => "kept" | "kept unnoticed" | "lost", number | undefined][])(
  "a number is never used twice where flash %s",
  (_, keeps, expected) => {
    for (const readings of [1, 90, 700]) {
      const { numbers, lives } = used(12, readings, keeps);
      expect(new Set(numbers).size).toBe(12 * readings);
      if (expected) expect(lives).toBe(expected);
    }
  },
);

it("goes on behind the block that the boot before had set aside", () => {
  const { incarnation, sequence, boot } = new Numbering([9, 512, 4], 0.5);
  expect([incarnation, sequence, boot]).toEqual([9, 512, 5]);
});

it.each([[[]], [[9, 512]]])("begins anew with %j", (stored) => {
  const { incarnation, sequence, boot } = new Numbering(stored, 0.25);
  expect([incarnation, sequence, boot]).toEqual([1_073_741_824, 0, 1]);
});
