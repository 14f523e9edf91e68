/** MQTT packets (3.1.1) that the service writes by itself, so that a report's two answers leave in one write. */

const PUBLISH_QOS_0 = 0x30;
const PUBACK = 0x40;
const PUBACK_bytes = 4;
const NOTHING = Buffer.alloc(0);

/** A topic as a PUBLISH carries it: its length and its bytes. */
export function topicField(topic: string): Buffer {
  const bytes = Buffer.from(topic);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/**
 * The answer to a report: a PUBACK, a PUBLISH with the acknowledgement, or both.
 *
 * @param packetId of a report that came with QoS 1; 0 for none
 * @param topic as `topicField` makes it
 * @param payload of the acknowledgement, or undefined for none
 */
export function answerPacket(packetId: number, topic: Buffer, payload: Buffer | undefined): Buffer {
  const ackAt = packetId === 0 ? 0 : PUBACK_bytes;
  if (payload === undefined && packetId === 0) return NOTHING;
  const size = payload === undefined ? 0 : topic.length + payload.length;
  const packet = Buffer.allocUnsafe(ackAt + (payload === undefined ? 0 : 1 + digitsOf(size) + size));
  if (packetId !== 0) {
    packet[0] = PUBACK;
    packet[1] = 2;
    packet[2] = packetId >> 8;
    packet[3] = packetId & 0xff;
  }
  if (payload === undefined) return packet;
  let at = ackAt;
  packet[at++] = PUBLISH_QOS_0;
  for (let left = size; ; ) {
    packet[at++] = (left & 0x7f) | (left > 0x7f ? 0x80 : 0);
    left >>>= 7;
    if (left === 0) break;
  }
  packet.set(topic, at);
  packet.set(payload, at + topic.length);
  return packet;
}

/** How many bytes a length takes. */
function digitsOf(length: number): number {
  return length < 128 ? 1 : length < 16_384 ? 2 : length < 2_097_152 ? 3 : 4;
}
