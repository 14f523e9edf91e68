import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCertificate } from "./certificate";
import type { Finding } from "./finding";

describe("a certificate", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "yeelen-certificate-"));
    for (const [name, extension] of [
      ["named", "subjectAltName=DNS:kits.example.org"],
      ["nameless", "basicConstraints=CA:FALSE"],
    ] as const) {
      const files = ["-keyout", join(directory, `${name}.key`), "-out", join(directory, `${name}.pem`)];
      const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "90"];
      execFileSync("openssl", ["req", "-x509", ...kind, "-subj", "/CN=kits", "-addext", extension, ...files], {
        stdio: "ignore",
      });
    }
    chmodSync(join(directory, "nameless.key"), 0o644);
    writeFileSync(join(directory, "nonsense.pem"), "nonsense");
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each<[string, string, string, number, Finding["state"], RegExp]>([
    ["as it should be", "named.pem", "named.key", 0, "ok", /kits\.example\.org, valid for (89|90) more days/],
    ["that soon ends", "named.pem", "named.key", 80, "warn", /valid for (9|10) more days/],
    ["that has expired", "named.pem", "named.key", 91, "fail", /expired on/],
    ["of tomorrow", "named.pem", "named.key", -1, "fail", /not valid before/],
    ["with another's key", "named.pem", "nameless.key", 0, "fail", /key of another certificate/],
    ["without its key", "named.pem", "gone.key", 0, "fail", /gone\.key: ENOENT/],
    ["that is gone", "gone.pem", "named.key", 0, "fail", /gone\.pem: ENOENT/],
    ["that is none", "nonsense.pem", "named.key", 0, "fail", /nonsense\.pem: /],
    ["without a host name", "nameless.pem", "nameless.key", 0, "warn", /names no host/],
    ["with a key for everybody", "nameless.pem", "nameless.key", 0, "warn", /can be read by everybody/],
  ])("%s", (_, certificate, key, inDays, state, found) => {
    const files = { certificate: join(directory, certificate), key: join(directory, key) };
    const findings = checkCertificate(files, Date.now() + inDays * 86_400_000);
    expect(findings).toContainEqual(
      expect.objectContaining({ check: "certificate", state, found: expect.stringMatching(found) }),
    );
  });
});
