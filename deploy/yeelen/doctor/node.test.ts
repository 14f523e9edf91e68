import { expect, it } from "vitest";
import { checkNode } from "./node";

it("knows which Node.js is too old", () => {
  expect(checkNode("18.20.4")).toMatchObject([{ state: "fail" }]);
  expect(checkNode("20.18.0")).toMatchObject([{ state: "fail" }]);
  expect(checkNode("20.19.0")).toMatchObject([{ state: "ok" }]);
  expect(checkNode("24.0.0")).toMatchObject([{ state: "ok" }]);
});
