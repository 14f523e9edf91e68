/**
 * Writes the bytes of `vectors.json` anew from the examples in it, after a change of the codec:
 * `npx tsx shared/src/wire/writeVectors.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseJsonReport } from "../parseReport";
import { encodeAck } from "./acknowledgement";
import { encodeReport } from "./encodeReport";
import type vectors from "./vectors.json";

const file = new URL("vectors.json", import.meta.url);
const examples = JSON.parse(readFileSync(file, "utf8")) as typeof vectors;
for (const example of examples.reports) {
  const { frame } = parseJsonReport(Buffer.from(JSON.stringify(example.report)));
  example.hex = encodeReport(frame, Buffer.alloc(16_384)).toString("hex");
}
for (const example of examples.acknowledgements) {
  example.hex = encodeAck(example.ack, Buffer.alloc(1024)).toString("hex");
}
writeFileSync(file, `${JSON.stringify(examples, null, 1)}\n`);
