import type { AttemptsView } from "@yeelen/shared/answers";
import { connectionStages } from "@yeelen/shared/vocabulary";
import { expect, test } from "vitest";
import { languages } from "../text/language";
import { textIn } from "../text/text";
import { attemptsText, commandsText, eventText } from "./toldText";

const attempts: AttemptsView = {
  reached: "hotspot",
  from: "2026-11-23T06:10:00.000Z",
  to: "2026-11-23T14:25:00.000Z",
  times: 31,
  told: "2026-11-23T18:00:00.000Z",
};
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test("attempts to connect read as a sentence that says what to look at", () => {
  expect(plain(attemptsText(attempts, textIn("en")))).toMatch(
    /^from 23 Nov 2026.* to 23 Nov 2026, .*, the hotspot was seen 31 times but not joined: the name or password/,
  );
  expect(plain(attemptsText(attempts, textIn("fr")))).toMatch(
    /^du 23 nov. 2026.* au 23 nov. 2026, .*, le partage de connexion a été vu 31 fois sans être rejoint/,
  );
  expect(plain(attemptsText({ ...attempts, from: null, to: null }, textIn("en")))).toMatch(/^before 23 Nov 2026/);
});

test("every language has a sentence of its own for each stage, with the number", () => {
  for (const language of languages) {
    const sentences = connectionStages.map((reached) => attemptsText({ ...attempts, reached }, textIn(language)));
    expect(new Set(sentences).size).toBe(connectionStages.length);
    for (const sentence of sentences) expect(sentence).toContain("31");
  }
});

test.each([
  [
    "en",
    "revision 5, refused by the kit (23 Nov 2026, TIME) – a reading every 15 minutes, light: call the focal point, lamp test",
  ],
  [
    "fr",
    "révision 5, refusée par le kit (23 nov. 2026, TIME) – une mesure toutes les 15 minutes, lumière : appeler le point focal, essai des lampes",
  ],
] as const)("commands in %s", (language, expected) => {
  const commands = {
    revision: 5,
    values: { interval_s: 900, light: 1, lampTest: 1 },
    wanted: "2026-11-23T05:00:00.000Z",
    state: "refused" as const,
    answered: "2026-11-23T06:00:00.000Z",
  };
  expect(plain(commandsText(commands, textIn(language))).replace(/\d\d:\d\d/, "TIME")).toBe(expected);
});

test("an event that no catalogue knows is shown readably", () => {
  const event = { kind: "panel-stolen" as "help", time: "2026-11-23T06:00:00.000Z" };
  expect(eventText(event, textIn("en"))).toMatch(/^23 Nov 2026.* – panel stolen$/);
});
