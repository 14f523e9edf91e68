import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import * as der from "./der";

/**
 * Sizes of the two certificates that a server sends, in DER. The intermediate is as large as Let's
 * Encrypt's E5 to E9 signed by ISRG Root X1: 1,115 bytes. The leaf is larger than one of theirs with
 * an ECDSA key, one name and two timestamps of transparency logs: 976 bytes, as somebody counted at
 * https://community.letsencrypt.org/t/162426; more names make it larger.
 */
const LEAF_bytes = 1100;
const INTERMEDIATE_bytes = 1115;

const ECDSA_SHA384 = "1.2.840.10045.4.3.3";
const COMMON_NAME = "2.5.4.3";
const BASIC_CONSTRAINTS = "2.5.29.19";
const ALTERNATIVE_NAMES = "2.5.29.17";
/** Signed certificate timestamps (RFC 6962, section 3.3), which make public leaves long: what fills certificates up here. Nobody reads it. */
const TIMESTAMPS = "1.3.6.1.4.1.11129.2.4.2";
const DNS_NAME = 0x82;
/** Size by which an ECDSA signature may differ from one to the next. */
const CLOSE_ENOUGH_bytes = 4;

/** What a server and those who trust it need, in PEM. */
export interface Chain {
  key: string;
  /** Leaf, then intermediate: what the server sends. */
  certificates: string;
  /** What a client is told to trust; it never travels. */
  root: string;
  leaf_bytes: number;
  intermediate_bytes: number;
}

interface Party {
  name: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/**
 * Makes a chain of the kind and size that a public authority issues today: a P-256 leaf, signed by
 * a P-384 intermediate, signed by a root. (Theirs has an RSA key, which takes seconds to make. Of it
 * only the signature on the intermediate travels, and its size is made up for.)
 */
export function makeChain(host: string): Chain {
  const root = party("Bench Root", "secp384r1");
  const intermediate = party("Bench Intermediate", "secp384r1");
  const leaf = party(host, "prime256v1");
  const rootDer = certificate(root, root, 0);
  const intermediateDer = ofSize(INTERMEDIATE_bytes, (filling) => certificate(intermediate, root, filling));
  const leafDer = ofSize(LEAF_bytes, (filling) => certificate(leaf, intermediate, filling, host));
  return {
    key: leaf.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificates: pem(leafDer) + pem(intermediateDer),
    root: pem(rootDer),
    leaf_bytes: leafDer.length,
    intermediate_bytes: intermediateDer.length,
  };
}

function party(name: string, namedCurve: "secp384r1" | "prime256v1"): Party {
  return { name, ...generateKeyPairSync("ec", { namedCurve }) };
}

function ofSize(size: number, make: (filling: number) => Buffer): Buffer {
  let filling = 0;
  let made = make(filling);
  while (Math.abs(made.length - size) > CLOSE_ENOUGH_bytes) {
    if (filling + size < made.length) throw new RangeError(`a certificate of ${size} bytes: ${made.length} are needed`);
    filling += size - made.length;
    made = make(filling);
  }
  return made;
}

/** @param host where the certificate is of a server; without it, it is of an authority */
function certificate(subject: Party, issuer: Party, filling_bytes: number, host?: string): Buffer {
  const algorithm = der.sequence(der.identifier(ECDSA_SHA384));
  const extensions = host
    ? [extension(ALTERNATIVE_NAMES, der.sequence(der.tagged(DNS_NAME, Buffer.from(host))))]
    : [extension(BASIC_CONSTRAINTS, der.sequence(der.yes()))];
  if (filling_bytes > 0) extensions.push(extension(TIMESTAMPS, der.octets(randomBytes(filling_bytes))));
  const signed = der.sequence(
    der.tagged(0xa0, der.integer(Buffer.from([2]))),
    der.integer(Buffer.from([0x04, ...randomBytes(15)])),
    algorithm,
    nameOf(issuer),
    der.sequence(der.time("20250101000000Z"), der.time("20991231000000Z")),
    nameOf(subject),
    subject.publicKey.export({ type: "spki", format: "der" }),
    der.tagged(0xa3, der.sequence(...extensions)),
  );
  const signature = sign("sha384", signed, issuer.privateKey);
  return der.sequence(signed, algorithm, der.bits(signature));
}

function nameOf({ name }: Party): Buffer {
  return der.sequence(der.set(der.sequence(der.identifier(COMMON_NAME), der.text(name))));
}

function extension(id: string, value: Buffer): Buffer {
  return der.sequence(der.identifier(id), der.octets(value));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
