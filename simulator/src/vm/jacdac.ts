/**
 * Frames of the Jacdac bus, as far as a device beside the virtual machine needs them.
 * https://microsoft.github.io/jacdac-docs/reference/protocol/
 */

/** One packet. A command goes to `device`, a report comes from it. */
export interface Packet {
  /** Eight bytes as 16 hexadecimal digits, in the order in which they travel. */
  device: string;
  isCommand: boolean;
  service: number;
  code: number;
  data: Uint8Array;
}

export const CONTROL_SERVICE = 0;
export const ANNOUNCE = 0;
export const GET_REGISTER = 0x1000;
export const SET_REGISTER = 0x2000;

/** Registers of a sensor's reading and of a lamp's brightness. */
export const READING = 0x101;
export const INTENSITY = 0x001;
/** The code of an event on the bus: a bit, a counter of 7 bits, and the event. */
export function eventCode(event: number, counter: number): number {
  return 0x8000 | ((counter & 0x7f) << 8) | event;
}

/** Register of a relay, and of the Wi-Fi: one byte, 0 or 1. */
export const ENABLED = 0x001;

const HEADER_bytes = 12;
const PACKET_HEADER_bytes = 4;
const IS_COMMAND = 0x01;

/** Whether a frame is a command, without decoding it: most frames are not, and there are many. */
export function isCommand(frame: Uint8Array): boolean {
  return ((frame[3] as number) & IS_COMMAND) !== 0;
}

/** The packets of a frame. */
export function decodeFrame(frame: Uint8Array): Packet[] {
  const device = Buffer.from(frame.buffer, frame.byteOffset + 4, 8).toString("hex");
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const end = Math.min(frame.length, HEADER_bytes + (frame[2] as number));
  const packets: Packet[] = [];
  for (let at = HEADER_bytes; at + PACKET_HEADER_bytes <= end; ) {
    const size = view.getUint8(at);
    packets.push({
      device,
      isCommand: isCommand(frame),
      service: view.getUint8(at + 1),
      code: view.getUint16(at + 2, true),
      data: frame.slice(at + PACKET_HEADER_bytes, at + PACKET_HEADER_bytes + size),
    });
    at += (PACKET_HEADER_bytes + size + 3) & ~3;
  }
  return packets;
}

/** A frame with one packet. */
export function encodeFrame(packet: Packet): Uint8Array {
  const size = (PACKET_HEADER_bytes + packet.data.length + 3) & ~3;
  const frame = new Uint8Array(HEADER_bytes + size);
  const view = new DataView(frame.buffer);
  frame[2] = size;
  frame[3] = packet.isCommand ? IS_COMMAND : 0;
  frame.set(Buffer.from(packet.device, "hex"), 4);
  frame[HEADER_bytes] = packet.data.length;
  frame[HEADER_bytes + 1] = packet.service;
  view.setUint16(HEADER_bytes + 2, packet.code, true);
  frame.set(packet.data, HEADER_bytes + PACKET_HEADER_bytes);
  view.setUint16(0, crc16(frame.subarray(2)), true);
  return frame;
}

/** Service classes of an announcement, in the order of their numbers, the first being service 1. */
export function announcedServices(data: Uint8Array): number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const classes: number[] = [];
  for (let at = 4; at + 4 <= data.length; at += 4) classes.push(view.getUint32(at, true));
  return classes;
}

/** An announcement of a device with these service classes. */
export function announcement(classes: readonly number[]): Uint8Array {
  const data = new Uint8Array(4 + 4 * classes.length);
  const view = new DataView(data.buffer);
  // the low four bits count restarts and stay at 15 once the device has been up for a while
  view.setUint16(0, 0x0f, true);
  classes.forEach((serviceClass, i) => view.setUint32(4 + 4 * i, serviceClass, true));
  return data;
}

/** CRC-16-CCITT from 0xffff, as Jacdac has it. */
function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    let x = (crc >> 8) ^ byte;
    x ^= x >> 4;
    crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xffff;
  }
  return crc;
}
