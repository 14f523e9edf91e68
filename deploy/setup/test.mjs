// @ts-check
// npm test: sets up what is missing, then runs every check and test. Arguments go to vitest.
import "./nodeVersion.mjs";

void import("./runTests.mjs");
