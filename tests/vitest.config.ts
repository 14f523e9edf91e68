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
    // services of tests are not to be found by the commands of whoever works on this machine, nor the other way round
    env: { XDG_RUNTIME_DIR: fileURLToPath(new URL("../.setup/runtime", import.meta.url)) },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
