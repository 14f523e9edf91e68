import { crc32 } from "node:zlib";

/** The checksum of a block: of its place, of the time that its reports count from, and of its bytes. */
export function blockChecksum(position: number, received_ms: number, reports: Buffer): number {
  return crc32(reports, crc32(`${position} ${received_ms}`));
}

/** The checksum of the lamp sections of a block. */
export function lampChecksum(position: number, lamps: Buffer): number {
  return crc32(lamps, crc32(`${position}`));
}
