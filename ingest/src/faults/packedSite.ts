import { deserialize, serialize } from "node:v8";
import { deflateSync, inflateSync } from "node:zlib";
import type { SavedSite } from "./engine/engine";

/** A site as it is kept: most sums of a day are small. */
export function packed(site: SavedSite): Buffer {
  return deflateSync(serialize(site), { level: 1 });
}

/** @throws Error where the bytes are not what `packed` gave */
export function unpacked(bytes: Buffer): SavedSite {
  return deserialize(inflateSync(bytes)) as SavedSite;
}
