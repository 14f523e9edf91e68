import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkDataDirectory } from "./dataDirectory";

describe("a data directory", () => {
  it.each([
    ["below /proc", "/proc/yeelen", /keeps no files/],
    ["in /proc itself", "/proc", /keeps no files/],
    ["in /sys", "/sys/yeelen/data", /keeps no files/],
    ["below a file", join(import.meta.filename, "data"), /is no directory/],
  ])("%s cannot be one", (_, directory, reason) => {
    expect(() => checkDataDirectory(directory)).toThrow(reason);
  });

  it.each([
    ["that is there", tmpdir()],
    ["that is still to be made, with those above it", join(tmpdir(), "yeelen-none", "data")],
  ])("%s can be one", (_, directory) => {
    expect(() => checkDataDirectory(directory)).not.toThrow();
  });
});
