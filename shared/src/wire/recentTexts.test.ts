import { expect, it } from "vitest";
import { RecentTexts } from "./recentTexts";

it("gives every text as it is, whatever texts came before", () => {
  const texts = new RecentTexts();
  const given = Array.from({ length: 500 }, (_, i) => `${i % 7}.${i}.${i * i}`);
  const odd = ["", "a", "0.1.0", "\u00ff\u0000", "x".repeat(127)];
  for (let round = 0; round < 2; round++) {
    for (const text of [...given, ...odd]) {
      const bytes = Buffer.from(`>${text}<`, "latin1");
      expect(texts.of(bytes, 1, bytes.length - 1)).toBe(text);
    }
  }
});
