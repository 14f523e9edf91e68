import { expect, it } from "vitest";
import { kitStory } from "./kitStory";
import { compileProgram, printedBy } from "./testProgram";

/** The runtime cuts longer lines off. */
const LINE = 200;

it("the chip's machine decides when to send, what to note and what to obey as Node does", async () => {
  const program = compileProgram(
    "story",
    `import { kitStory } from "simulator/src/vm/kitStory";
    import { sleep } from "@devicescript/core";
    for (const incarnation of [1, 2147483648, 4294967294]) {
      for (let month = 0; month < 8; month++) {
        const told = kitStory(incarnation, month);
        for (let i = 0; i < told.length; i = i + ${LINE}) console.log(told.slice(i, i + ${LINE}));
        await sleep(1);
      }
    }`,
  );
  const stories = [1, 2147483648, 4294967294].flatMap((incarnation) =>
    Array.from({ length: 8 }, (_, month) => kitStory(incarnation, month)),
  );
  expect(new Set(stories).size).toBe(stories.length);
  const lines = stories.flatMap((told) => told.match(new RegExp(`.{1,${LINE}}`, "g")) ?? []);
  expect(await printedBy(program, 20_000)).toEqual(lines);
}, 30_000);
