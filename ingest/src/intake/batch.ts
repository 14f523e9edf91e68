import type { IntakeCounts } from "./counts";
import type { CutMessage, Message } from "./intake";
import type { KitRecord } from "../journal/kits";

/** Messages on their way to the writer, packed so that handing them to its thread costs next to nothing a message. */
export interface PackedBatch {
  /** Of each message: the kit's id, the index of its form in `forms`, the length of its bytes, its size as it came. */
  heads: Float64Array<ArrayBuffer>;
  received_ms: Float64Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
  /** Codes of the kits whose messages were cut, in their order: they need not be registered. */
  cutKits: string[];
}

/** What became of a batch. */
export interface PackedAnswers {
  /** Of each message: the length of its acknowledgement, or one of the marks below. */
  lengths: Int32Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
  /** The first error, where messages could not be committed. */
  error: string | null;
  /** All counts since the thread began. */
  counts: IntakeCounts;
}

/** Marks of a message that could not be committed, and of one that gets no acknowledgement. */
export const NOT_COMMITTED = -1;
export const NO_ANSWER = -2;

const forms = ["binary", "json", "cut"] as const;
const HEAD = 4;

/** A message that waits for its batch. */
export interface WaitingMessage {
  kit: number;
  code: string;
  form: (typeof forms)[number];
  bytes: Uint8Array;
  size_bytes: number;
  received_ms: number;
}

export function pack(messages: readonly WaitingMessage[]): PackedBatch {
  const heads = new Float64Array(HEAD * messages.length);
  const received_ms = new Float64Array(messages.length);
  let length = 0;
  for (const { bytes } of messages) length += bytes.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < messages.length; i++) {
    const message = messages[i] as WaitingMessage;
    heads[HEAD * i] = message.kit;
    heads[HEAD * i + 1] = forms.indexOf(message.form);
    heads[HEAD * i + 2] = message.bytes.length;
    heads[HEAD * i + 3] = message.size_bytes;
    received_ms[i] = message.received_ms;
    all.set(message.bytes, at);
    at += message.bytes.length;
  }
  const cutKits = messages.filter(({ form }) => form === "cut").map(({ code }) => code);
  return { heads, received_ms, bytes: all, cutKits };
}

/**
 * @param kits the register, by id
 * @throws Error where a kit is not in the register
 */
export function unpack(
  { heads, received_ms, bytes, cutKits }: PackedBatch,
  kits: ReadonlyMap<number, KitRecord>,
): (Message | CutMessage)[] {
  const messages: (Message | CutMessage)[] = [];
  let at = bytes.byteOffset;
  let cut = 0;
  for (let i = 0; i < received_ms.length; i++) {
    const form = forms[heads[HEAD * i + 1] as number] as (typeof forms)[number];
    const length = heads[HEAD * i + 2] as number;
    const part = Buffer.from(bytes.buffer, at, length);
    at += length;
    const time_ms = received_ms[i] as number;
    if (form === "cut") {
      const kit = { code: cutKits[cut++] as string };
      messages.push({ kit, form, bytes: part, size_bytes: heads[HEAD * i + 3] as number, received_ms: time_ms });
      continue;
    }
    const kit = kits.get(heads[HEAD * i] as number);
    if (!kit) throw new Error(`kit ${heads[HEAD * i]} is not in the register`);
    messages.push({ kit, form, bytes: part, received_ms: time_ms });
  }
  return messages;
}
