import { readFileSync, writeFileSync } from "node:fs";

/** IPv4 and TCP headers without options (RFC 791, RFC 9293). */
const HEADERS_bytes = 40;
/** The largest segment, told in each of the two packets that open a connection. */
const MSS_OPTION_bytes = 4;
/** What timestamps add to every packet, padding included (RFC 7323), and to those that open a connection what goes with them. */
const TIMESTAMPS_bytes = 12;
const OPENING_OPTIONS_bytes = 20;

/** What has gone over the interface of this network namespace, both directions together. */
export interface Counted {
  bytes: number;
  packets: number;
  /** Segments that TCP has sent, and those that it sent again. */
  segments: number;
  repeated: number;
}

/**
 * What the loopback interface counted so far. Every packet passes it once, whichever way it goes, and
 * is counted from its IP header on.
 */
export function counted(): Counted {
  const device = fieldsAfter(readFileSync("/proc/net/dev", "utf8"), /^ *lo: */m);
  const tcp = fieldsAfter(readFileSync("/proc/net/snmp", "utf8"), /^Tcp: (?=\d)/m);
  return {
    bytes: device[0] ?? 0,
    packets: device[1] ?? 0,
    segments: tcp[10] ?? 0,
    repeated: tcp[11] ?? 0,
  };
}

/**
 * Makes TCP of this namespace speak as the chip's does, which has timestamps, selective acknowledgement
 * and window scaling off (lwIP as ESP-IDF sets it up).
 *
 * @returns whether it could be done: where it could not, every packet is larger by its timestamps
 */
export function speakPlainTcp(): boolean {
  try {
    for (const option of ["tcp_timestamps", "tcp_sack", "tcp_window_scaling"]) {
      writeFileSync(`/proc/sys/net/ipv4/${option}`, "0");
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * What the counters must have come to, from what the sockets carried: the check that no packet was
 * missed, merged with another or counted twice.
 */
export function expected_bytes(of: {
  payload_bytes: number;
  packets: number;
  connections: number;
  isPlain: boolean;
}): number {
  const header_bytes = of.isPlain ? HEADERS_bytes : HEADERS_bytes + TIMESTAMPS_bytes;
  const opening_bytes = of.isPlain ? MSS_OPTION_bytes : OPENING_OPTIONS_bytes - TIMESTAMPS_bytes;
  return of.payload_bytes + header_bytes * of.packets + 2 * opening_bytes * of.connections;
}

function fieldsAfter(text: string, heading: RegExp): number[] {
  const match = heading.exec(text);
  if (!match) throw new Error(`no ${heading.source} among the counters of the network`);
  const line = text.slice(match.index + match[0].length).split("\n", 1)[0] as string;
  return line.trim().split(/\s+/).map(Number);
}
