import { readFileSync } from "node:fs";
import { heedFile } from "./yeelen";

/** Hours in which a lamp drew more than half a watt, counted from the file by means of its own: `kit lamp` → hours. */
export function kigemeLampHours(): Map<string, number> {
  const [head = "", ...lines] = readFileSync(heedFile, "utf8").trim().split("\n");
  const hours = new Map<string, number>();
  head.split(",").forEach((quoted, column) => {
    const [, unit, lamp] = /^"(.+?)(?: CPE)? LED(\d)_P"$/.exec(quoted.trim()) ?? [];
    if (!unit) return;
    const kit = `kigeme-${unit.toLowerCase().replaceAll(" ", "-")}`;
    hours.set(`${kit} lamp${lamp}`, lines.filter((line) => Number(line.split(",")[column]) > 0.5).length);
  });
  return hours;
}
