import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What takes longer than `npm test` may: `npm run test:long`, one file after the other. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["{shared,firmware,ingest,simulator,deploy,tests/src}/**/*.long.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/.devicescript/**"],
    pool: "forks",
    fileParallelism: false,
    env: { XDG_RUNTIME_DIR: fileURLToPath(new URL("../.setup/runtime", import.meta.url)) },
    testTimeout: 60 * 60_000,
    hookTimeout: 10 * 60_000,
  },
});
