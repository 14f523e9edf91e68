// @ts-check
// npm start: sets up what is missing, then runs the demo.
import "./nodeVersion.mjs";

void import("./runDemo.mjs");
