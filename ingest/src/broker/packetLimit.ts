import type { Socket } from "node:net";

/** What is told of a packet that is larger than allowed. */
export interface OversizedPacket {
  /** Its size as the sender announced it. */
  size_bytes: number;
  /** The first bytes of its payload, after the topic. */
  beginning: Buffer;
}

const PUBLISH = 3;
/** How long to wait for the first bytes of an oversized packet. */
const PATIENCE_ms = 2000;
/** Good packets that came just before are given this long to be dealt with. */
const GRACE_ms = 100;

/**
 * Watches the MQTT framing of what a socket reads and stops at a packet that is larger than
 * allowed, before the broker gathers it in memory: a packet may announce up to 256 MB
 * (MQTT 3.1.1, section 2.2.3). The beginning of the packet is handed over, then the socket is destroyed.
 *
 * The broker pulls its bytes with `socket.read()`, so that is where this looks at them.
 */
export function limitPackets(
  socket: Socket,
  limit_bytes: number,
  kept_bytes: number,
  onOversized: (packet: OversizedPacket) => void,
): void {
  const read = socket.read.bind(socket);
  /** Bytes of the current packet that are still to come. */
  let left = 0;
  let header: number[] = [];
  let oversized: { size_bytes: number; isPublish: boolean; parts: Buffer[]; length: number } | undefined;
  let timer: NodeJS.Timeout | undefined;

  socket.read = (size?: number) => {
    const chunk = read(size) as Buffer | null;
    if (chunk === null) return null;
    if (oversized) {
      gather(chunk);
      return null;
    }
    const passed = scan(chunk);
    return passed === chunk.length ? chunk : passed > 0 ? chunk.subarray(0, passed) : null;
  };
  socket.once("close", () => oversized && finish());

  /** How many bytes of a chunk belong to packets within the limit. */
  function scan(chunk: Buffer): number {
    let at = 0;
    let start = 0;
    while (at < chunk.length) {
      if (left > 0) {
        const taken = Math.min(left, chunk.length - at);
        left -= taken;
        at += taken;
        continue;
      }
      const byte = chunk[at] as number;
      if (header.length === 0) start = at;
      header.push(byte);
      at += 1;
      if (header.length === 1 || (byte & 0x80 && header.length < 5)) continue;
      const size_bytes = header.slice(1).reduce((sum, digit, i) => sum + (digit & 0x7f) * 128 ** i, 0);
      const isPublish = (header[0] as number) >> 4 === PUBLISH;
      header = [];
      left = size_bytes;
      if (size_bytes > limit_bytes) {
        oversized = { size_bytes, isPublish, parts: [], length: 0 };
        timer = setTimeout(finish, PATIENCE_ms);
        gather(chunk.subarray(at));
        return start;
      }
    }
    return chunk.length;
  }

  function gather(chunk: Buffer): void {
    if (!oversized || isComplete(oversized)) return;
    oversized.parts.push(chunk);
    oversized.length += chunk.length;
    if (!isComplete(oversized)) return;
    clearTimeout(timer);
    timer = setTimeout(finish, GRACE_ms);
  }

  function isComplete({ length, size_bytes }: { length: number; size_bytes: number }): boolean {
    // the topic comes before the payload; those of kits are far shorter than 1 kB
    return length >= kept_bytes + 1024 || length >= size_bytes;
  }

  function finish(): void {
    clearTimeout(timer);
    if (!oversized) return;
    const { size_bytes, isPublish, parts } = oversized;
    const bytes = Buffer.concat(parts);
    oversized = undefined;
    left = Number.POSITIVE_INFINITY;
    const start = isPublish && bytes.length >= 2 ? 2 + bytes.readUInt16BE(0) : 0;
    onOversized({ size_bytes, beginning: bytes.subarray(start, start + kept_bytes) });
    socket.destroy();
  }
}
