// @ts-check
// Makes a clone ready to run, and does nothing twice: node deploy/setup/setup.mjs [--test-servers]
import "./nodeVersion.mjs";

void import("./runSetUp.mjs");
