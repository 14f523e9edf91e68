import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** All that fits into `npm test`. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["{shared,firmware,ingest,simulator,deploy,tests/src}/**/*.test.ts"],
    exclude: ["**/*.long.test.ts", "**/node_modules/**", "**/dist/**", "**/.devicescript/**"],
    // Processes, so that a test file's servers and sockets end with it. Two, because an end-to-end test is several busy
    // processes by itself: more would only make each other late.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
