// @ts-check
import { runChecks } from "./checks.mjs";
import { endOnSignals } from "./child.mjs";
import { closing } from "./tally.mjs";

endOnSignals();
const tally = await runChecks();
process.stdout.write(closing(tally, ""));
process.exitCode = tally.failed === 0 ? 0 : 1;
