import { text } from "node:stream/consumers";
import { countUploads, type UploadsAsked } from "./uploads";

// Asked by JSON on standard input; answers by lines of JSON: a day is over, or what was found.
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const asked = JSON.parse(await text(process.stdin)) as UploadsAsked;
say({ found: await countUploads(asked, () => say({ isDay: true })) });
