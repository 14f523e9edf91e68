import { expect, it } from "vitest";
import { Hopeless } from "./hopeless";

const [poison, good] = [Buffer.from("poison"), Buffer.from("good")];

it.each<[string, string, boolean]>([
  ["once", "p", false],
  ["again and again on a full disk", "ppppp", false],
  ["with all others on a full disk", "pgpgpg", false],
  ["twice, others committed between", "pcp", false],
  ["three times, others committed between", "pcpcp", true],
  ["three times, after a full disk", "ppcpcp", true],
])("a report that fails %s (%s) is given up: %s", (_, events, isGivenUp) => {
  const hopeless = new Hopeless();
  let last = false;
  for (const event of events) {
    if (event === "c") hopeless.committed();
    else last = hopeless.isHopeless("kits/a/report", event === "p" ? poison : good);
  }
  expect(last).toBe(isGivenUp);
});
