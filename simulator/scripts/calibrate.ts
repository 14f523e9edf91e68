import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { climateMarkdown } from "../src/calibration/climateTable";
import { DOCUMENT, PICTURES, withSection } from "../src/calibration/document";
import { readFieldData } from "../src/calibration/fieldData";
import { happeningsMarkdown } from "../src/calibration/happeningTable";
import { calibrationMarkdown } from "../src/calibration/markdown";
import { calibrationPlots } from "../src/calibration/plots";
import { simulateFleet } from "../src/calibration/simulated";

// node --import tsx simulator/scripts/calibrate.ts
// Writes the generated sections of docs/simulator.md and its plots anew; takes about half a minute.

const field = readFieldData();
const fleet = simulateFleet();
let document = readFileSync(DOCUMENT, "utf8");
document = withSection(document, "calibration", calibrationMarkdown(field, fleet));
document = withSection(document, "climate", climateMarkdown());
document = withSection(document, "happenings", happeningsMarkdown());
writeFileSync(DOCUMENT, document);
mkdirSync(PICTURES, { recursive: true });
for (const [name, svg] of calibrationPlots(field, fleet.tables))
  writeFileSync(join(PICTURES, `${name}.svg`), `${svg}\n`);
process.stdout.write(`${DOCUMENT} and ${PICTURES} are up to date\n`);
