// A process runs TypeScript only once it has been taught to.
import { register } from "tsx/esm/api";

register();
await import("./loadProcess.ts");
