#!/usr/bin/env node
// Runs the program from its TypeScript source, in this one process.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
