import { packetOf } from "@yeelen/ingest/broker/testClient";
import type { Random } from "@yeelen/simulator/random";
import type { RegisteredKit } from "./service";

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const below = (random: Random, end: number) => Math.floor(random() * end);

/** Where a piece begins and ends. */
function pieceOf(bytes: Buffer, random: Random): [number, number] {
  const start = below(random, bytes.length);
  return [start, start + 1 + below(random, Math.min(200, bytes.length - start))];
}

const mutations: Mutation[] = [
  function flipBits(bytes, random) {
    const flipped = Buffer.from(bytes);
    for (let left = 1 + below(random, 8); left > 0; left -= 1) {
      const at = below(random, flipped.length);
      flipped[at] = (flipped[at] as number) ^ (1 << below(random, 8));
    }
    return flipped;
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, 1 + below(random, bytes.length));
  },
  function repeat(bytes, random) {
    const [start, end] = pieceOf(bytes, random);
    const times = 1 + below(random, 20);
    const again = Array.from({ length: times }, () => bytes.subarray(start, end));
    return Buffer.concat([bytes.subarray(0, end), ...again, bytes.subarray(end)]);
  },
  function splice(bytes, random, other) {
    const [start, end] = pieceOf(bytes, random);
    const [from, to] = pieceOf(other, random);
    return Buffer.concat([bytes.subarray(0, start), other.subarray(from, to), bytes.subarray(end)]);
  },
  function remove(bytes, random) {
    const [start, end] = pieceOf(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  function insertNoise(bytes, random) {
    const at = below(random, bytes.length);
    const noise = Buffer.from(Array.from({ length: 1 + below(random, 30) }, () => below(random, 256)));
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  function exaggerate(bytes, random) {
    const exaggerated = Buffer.from(bytes);
    const at = below(random, exaggerated.length);
    exaggerated.fill(random() < 0.5 ? 0xff : 0x00, at, Math.min(at + 1 + below(random, 4), exaggerated.length));
    return exaggerated;
  },
];

/** What a client of a kit may say from beginning to end, all of it valid. */
function sessionOf(kit: RegisteredKit, random: Random): Buffer[] {
  const topic = `kits/${kit.id}`;
  const report = (sequence: number) =>
    JSON.stringify({ version: "1.0", report: sequence, readings: [{ sequence, uptime_s: sequence }] });
  const steps: (() => Buffer)[] = [
    () => packetOf.publish(`${topic}/report/json`, report(below(random, 1000)), { qos: below(random, 3), packetId: 9 }),
    () => packetOf.publish(`${topic}/report`, Buffer.alloc(below(random, 300), below(random, 256))),
    () =>
      packetOf.publish(`${topic}/report/json`, report(1), { qos: 1, packetId: below(random, 65_536), retain: true }),
    () => packetOf.subscribe(`${topic}/ack`, 1 + below(random, 65_535)),
    () => packetOf.release(9),
    // confirmations of what was never sent
    () => Buffer.from([[0x40, 0x50, 0x70][below(random, 3)] as number, 2, 0, below(random, 256)]),
    () => packetOf.ping,
    () => Buffer.from([0xa2, 5, 0, 1, 0, 1, 0x23]),
  ];
  const between = Array.from({ length: 1 + below(random, 6) }, () =>
    (steps[below(random, steps.length)] as () => Buffer)(),
  );
  return [packetOf.connect(kit, below(random, 65_536)), ...between, ...(random() < 0.5 ? [packetOf.disconnect] : [])];
}

/** What to send before the answer to the sign-in is waited for, and what after. */
export interface Session {
  signIn: Buffer;
  rest: Buffer;
}

/** A session with mistakes in it. In three of four the sign-in is as it should be, so that they come further. */
export function mutatedSession(kits: readonly RegisteredKit[], random: Random): Session {
  const session = () => sessionOf(kits[below(random, kits.length)] as RegisteredKit, random);
  const [connect = Buffer.alloc(0), ...rest] = session();
  const other = Buffer.concat(session());
  return random() < 0.75
    ? { signIn: connect, rest: mutated(Buffer.concat(rest), other, random) }
    : { signIn: mutated(Buffer.concat([connect, ...rest]), other, random), rest: Buffer.alloc(0) };
}

function mutated(bytes: Buffer, other: Buffer, random: Random): Buffer {
  let result = bytes;
  for (let left = 1 + below(random, 3); left > 0 && result.length > 0; left -= 1) {
    const mutation = mutations[below(random, mutations.length)] as Mutation;
    result = Buffer.from(mutation(result, random, other)).subarray(0, 40_000);
  }
  return result;
}
