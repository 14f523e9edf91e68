import type { Socket } from "node:net";
import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { Body } from "../life/body";
import { MINUTES } from "../life/site";
import { VmBoard } from "../life/vmBoard";
import { RecordingBroker } from "../run/recordingBroker";
import type { PlannedKit } from "../scenario/plan";
import { firmwareBytecode } from "../vm/bytecode";
import { type FleetSize, normalHouseholds, siteOf } from "./fleet";
import { counted, expected_bytes, speakPlainTcp } from "./interface";

const MINUTE_ms = 60_000;

/** Where a connection breaks off, a last word of the server is written and never sent: some tens of bytes. */
const LARGEST_DIFFERENCE = 0.01;

/** What the kits do while their bytes are counted. */
export interface UploadsAsked extends FleetSize {
  upload_s: number;
  /** What the broker shows, in PEM. Whoever runs this trusts its root. */
  key: string;
  certificates: string;
}

/** What went over the interface. */
export interface UploadsFound {
  connections: number;
  reports: number;
  readings: number;
  /** Of all packets in both directions, IP headers and what is above them. */
  bytes: number;
  packets: number;
  /** What the sockets carried: TLS, its handshakes, and MQTT within it. */
  payload_bytes: number;
  /** What `bytes` has to be by the sockets and the headers of the packets, were nothing sent twice. */
  expected_bytes: number;
  /** Segments that TCP sent, and those among them that it sent again. */
  segments: number;
  repeated: number;
  hasTimestamps: boolean;
}

/** Named so in the certificate; it is found without asking any name server. */
export const HOST = "localhost";

/** As long as the secrets that `yeelen kits add` gives out. */
const SECRET = "x".repeat(32);

/** As the chip's TLS agrees on one with a server of our time: forward secret, AES-128 in GCM. */
const CIPHERS = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";

/**
 * Lets kits that run the firmware's bytecode report to a real broker over TLS 1.2, and counts what
 * passes the loopback interface. To be run in a network namespace of its own, where nothing else passes.
 *
 * @param onDay told after each day of each kit
 * @throws Error where the counters and the sockets do not tell the same
 */
export async function countUploads(asked: UploadsAsked, onDay: () => void): Promise<UploadsFound> {
  const { key, certificates: cert, upload_s } = asked;
  const isPlain = speakPlainTcp();
  const plan = normalHouseholds(asked, upload_s, "always");
  const bytecode = firmwareBytecode();
  const boards = new Map<string, VmBoard>();
  const sockets: Socket[] = [];
  const sequences = new Set<string>();
  let reports = 0;
  const broker = new RecordingBroker(
    (kit, report) => {
      reports += 1;
      const { groups } = decodeReport(report).frame;
      for (const row of groups.flatMap(({ rows }) => rows)) sequences.add(`${kit} ${row[Column.Sequence]}`);
    },
    (kit) => boards.get(kit)?.clock.now() ?? 0,
    { key, cert, ciphers: CIPHERS, minVersion: "TLSv1.2", maxVersion: "TLSv1.2" },
  );
  const port = await broker.start((socket) => sockets.push(socket));
  const before = counted();
  const live = async (kit: PlannedKit) => {
    const { seed, interval_s, phones, start_ms } = plan;
    const site = siteOf(plan, kit);
    const body = new Body(kit, [], phones, seed);
    const server = { host: HOST, port, secret: SECRET, tls: true };
    const board = new VmBoard(
      { plan: kit, body, seed, interval_s, upload_s, hasClock: false, bytecode, ...server },
      start_ms,
    );
    boards.set(kit.kit, board);
    for (let index = 0; index < plan.days; index++) {
      const day = site.dayOf(index);
      body.beginDay(day);
      for (let minute = 0; minute < MINUTES; minute++) {
        body.minute(minute, board.outputsOff(), board.radioShare);
        await board.tick(day.start_ms + (minute + 1) * MINUTE_ms);
      }
      onDay();
    }
    board.stop();
  };
  await Promise.all(plan.kits.map(live));
  await broker.stop();
  const after = counted();
  const packets = after.packets - before.packets;
  const payload_bytes = sockets.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0);
  const connections = sockets.length;
  const found = {
    connections,
    reports,
    readings: sequences.size,
    bytes: after.bytes - before.bytes,
    packets,
    payload_bytes,
    expected_bytes: expected_bytes({ payload_bytes, packets, connections, isPlain }),
    segments: after.segments - before.segments,
    repeated: after.repeated - before.repeated,
    hasTimestamps: !isPlain,
  };
  check(found);
  return found;
}

/** @throws Error where what was counted in two ways differs by more than what breaks off and comes again explains */
export function check({ bytes, expected_bytes, packets, segments, repeated }: UploadsFound): void {
  if (packets !== segments) {
    throw new Error(`${segments} segments of TCP went over the interface as ${packets} packets: some were merged`);
  }
  const off = Math.abs(bytes - expected_bytes) / bytes;
  if (!(off < LARGEST_DIFFERENCE) || repeated > LARGEST_DIFFERENCE * packets) {
    throw new Error(
      `the interface counted ${bytes} bytes, the sockets and headers come to ${expected_bytes}; ` +
        `${repeated} of ${packets} packets were sent again`,
    );
  }
}
