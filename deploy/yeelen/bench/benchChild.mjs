// A process runs TypeScript only once it has been taught to: node benchChild.mjs loadMain
import { register } from "tsx/esm/api";

register();
await import(`./${process.argv[2]}.ts`);
