import { describe, expect, it } from "vitest";
import { html } from "./html";

describe("html", () => {
  it.each([
    ["<script>", "&lt;script&gt;"],
    ['"quoted"', "&quot;quoted&quot;"],
    ["sun & sand", "sun &amp; sand"],
    ["Ménaka", "Ménaka"],
  ])("writes the text %s as %s", (text, written) => {
    expect(html`<p title="${text}">${text}</p>`.html).toBe(`<p title="${written}">${written}</p>`);
  });

  it("puts pieces and lists of pieces in as they are", () => {
    expect(html`<ul>${["a", "<"].map((text) => html`<li>${text}</li>`)}</ul>`.html).toBe(
      "<ul><li>a</li><li>&lt;</li></ul>",
    );
  });
});
