import { expect, it } from "vitest";
import { uploadsInNamespace } from "./namespace";

/** Two certificates of 1,100 and 1,115 bytes, what else a handshake has, and MQTT. */
const LEAST_PAYLOAD_bytes = 2800;

it("counts a day of real uploads over TLS, and finds by the sockets what the interface says", async () => {
  const asked = { kits: 1, days: 1, upload_s: 21_600 };
  const found = await uploadsInNamespace(asked, () => undefined, new AbortController().signal);
  expect(found.connections).toBeGreaterThanOrEqual(4);
  expect(found.readings).toBeGreaterThanOrEqual(72);
  expect(found.payload_bytes / found.connections).toBeGreaterThan(LEAST_PAYLOAD_bytes);
  expect(found.packets).toBe(found.segments);
  expect(Math.abs(found.bytes - found.expected_bytes)).toBeLessThan(100 * found.connections);
}, 60_000);
