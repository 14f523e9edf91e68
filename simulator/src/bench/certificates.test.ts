import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { makeChain } from "./certificates";

it("makes a chain of the sizes that public authorities issue, each signed by the next", () => {
  const { certificates, root, leaf_bytes, intermediate_bytes } = makeChain("localhost");
  const [leaf, intermediate] = certificates
    .split(/(?<=END CERTIFICATE-----\n)/)
    .map((pem) => new X509Certificate(pem)) as [X509Certificate, X509Certificate];
  const authority = new X509Certificate(root);
  expect(leaf.verify(intermediate.publicKey)).toBe(true);
  expect(intermediate.verify(authority.publicKey)).toBe(true);
  expect(leaf.checkHost("localhost")).toBe("localhost");
  expect(leaf.ca).toBe(false);
  expect(intermediate.ca).toBe(true);
  expect(leaf.raw.length).toBe(leaf_bytes);
  expect(Math.abs(leaf_bytes - 1100)).toBeLessThanOrEqual(4);
  expect(Math.abs(intermediate_bytes - 1115)).toBeLessThanOrEqual(4);
});
