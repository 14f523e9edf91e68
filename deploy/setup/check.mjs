// @ts-check
// npm run check: what `npm test` checks besides running tests, on the packages that are installed.
import "./nodeVersion.mjs";

void import("./runChecks.mjs");
