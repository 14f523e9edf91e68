import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { fail, type Finding, ok, warn } from "./finding";

const DAY_ms = 24 * 3600_000;
/** Let's Encrypt renews 30 days before the end: with 21 left, that has failed for days. */
const FEW_DAYS = 21;

/** The TLS certificate that kits are shown: readable, with its key, valid for a while, for a name. */
export function checkCertificate(files: { certificate: string; key: string }, now_ms: number): Finding[] {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(readFileSync(files.certificate));
  } catch (error) {
    return [
      fail(
        "certificate",
        `${files.certificate}: ${(error as Error).message}`,
        "name a certificate in PEM form that this user may read",
      ),
    ];
  }
  const findings = [...checkKey(files.key, certificate), ...checkDates(certificate, now_ms)];
  if (certificate.subjectAltName === undefined) {
    findings.push(
      warn(
        "certificate",
        "it names no host (subjectAltName): clients that look at names turn away",
        "have it issued for the host name that kits connect to",
      ),
    );
  }
  return findings;
}

function checkKey(file: string, certificate: X509Certificate): Finding[] {
  try {
    if (!certificate.checkPrivateKey(createPrivateKey(readFileSync(file)))) {
      return [
        fail(
          "certificate",
          `${file} is the key of another certificate`,
          "name the key that belongs to the certificate",
        ),
      ];
    }
  } catch (error) {
    return [
      fail(
        "certificate",
        `${file}: ${(error as Error).message}`,
        "name a private key in PEM form, without a passphrase, that this user may read",
      ),
    ];
  }
  if (process.platform !== "win32" && (statSync(file).mode & 0o007) !== 0) {
    return [warn("certificate", `${file} can be read by everybody on this machine`, `chmod o= ${file}`)];
  }
  return [];
}

function checkDates(certificate: X509Certificate, now_ms: number): Finding[] {
  const from_ms = Date.parse(certificate.validFrom);
  const to_ms = Date.parse(certificate.validTo);
  const names = certificate.subjectAltName ? `for ${certificate.subjectAltName}, ` : "";
  const day = (time_ms: number) => new Date(time_ms).toISOString().slice(0, 10);
  if (now_ms < from_ms) {
    return [fail("certificate", `${names}not valid before ${day(from_ms)}`, "look at this machine's clock, or wait")];
  }
  if (now_ms >= to_ms) {
    return [
      fail("certificate", `${names}expired on ${day(to_ms)}: no kit connects`, "renew it, then restart the service"),
    ];
  }
  const days = Math.floor((to_ms - now_ms) / DAY_ms);
  const found = `${names}valid for ${days} more days, until ${day(to_ms)}`;
  return [days < FEW_DAYS ? warn("certificate", found, "renew it") : ok("certificate", found)];
}
