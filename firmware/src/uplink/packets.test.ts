import { describe, expect, it } from "vitest";
import { ackTopic, Incoming, PacketStream, reportPackets } from "./packets";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

describe("what a kit writes", () => {
  const report = hex("010001");
  // "kits/k/report" and "kits/k/ack"
  const publish = "30 12 000d 6b6974732f6b2f7265706f7274 010001";
  const subscribe = "82 0f 0001 000a 6b6974732f6b2f61636b 00";

  it("is one packet for a report", () => {
    expect(reportPackets("k", "pw", report, false)).toEqual(hex(publish));
  });

  it("signs in and subscribes in the same breath as the first report", () => {
    const connect = "10 14 0004 4d515454 04 c2 0078 0001 6b 0001 6b 0002 7077";
    expect(reportPackets("k", "pw", report, true)).toEqual(hex(connect + subscribe + publish));
  });

  it("has room for the longest names and passwords", () => {
    const kit = "k".repeat(32);
    const bytes = reportPackets(kit, "s".repeat(127), Buffer.alloc(4000, 7), true);
    const kinds: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      kinds.push(bytes[at] as number);
      const low = bytes[at + 1] as number;
      const size = low < 0x80 ? low : (low & 0x7f) + 128 * (bytes[at + 2] as number);
      at += 2 + (low < 0x80 ? 0 : 1) + size;
    }
    expect(kinds).toEqual([0x10, 0x82, 0x30]);
    expect(bytes.subarray(-4000)).toEqual(Buffer.alloc(4000, 7));
  });
});

describe("what a broker sends", () => {
  const welcome = "20 02 00 00";
  const subscribed = "90 03 0001 00";
  const message = "30 0f 000a 6b6974732f6b2f61636b 010203";
  const all = hex(welcome + subscribed + message);

  function packetsOf(pieces: Buffer[]) {
    const stream = new PacketStream();
    const packets: [number, string][] = [];
    for (const piece of pieces) {
      if (!stream.add(piece)) return "hangs up";
      while (stream.next()) packets.push([stream.kind, stream.body.toString("hex")]);
    }
    return packets;
  }
  const whole = [
    [Incoming.ConnectAck, "0000"],
    [Incoming.SubscribeAck, "000100"],
    [Incoming.Publish, "000a6b6974732f6b2f61636b010203"],
  ];

  it("is the same packets in whatever pieces it comes", () => {
    expect(packetsOf([all])).toEqual(whole);
    for (let cut = 1; cut < all.length; cut++) {
      expect(packetsOf([all.subarray(0, cut), all.subarray(cut)])).toEqual(whole);
    }
    expect(packetsOf([...all].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });

  it.each([
    ["to its topic", message, "010203"],
    ["at QoS 1, with a number", "32 11 000a 6b6974732f6b2f61636b 0007 010203", "010203"],
    ["that is empty", "30 0c 000a 6b6974732f6b2f61636b", ""],
    ["to a topic that begins like its own", "30 0e 000b 6b6974732f6b2f61636b73 01", undefined],
    ["to a part of its topic", "30 0b 0008 6b6974732f6b2f61 01", undefined],
    ["to a longer topic than there are bytes", "30 0c 00ff 6b6974732f6b2f61636b", undefined],
    ["without a topic", "30 00", undefined],
  ])("a message %s", (_, packet, content) => {
    const stream = new PacketStream();
    stream.add(hex(packet));
    expect(stream.next()).toBe(true);
    expect(stream.messageTo(ackTopic("k"))?.toString("hex")).toBe(content);
  });

  it.each([
    ["noise", Buffer.alloc(5000, 0xff)],
    ["a packet that announces 256 MB", Buffer.concat([hex("30 ffffff7f"), Buffer.alloc(5000)])],
    ["a packet that is larger than any answer", Buffer.concat([hex("30 8827"), Buffer.alloc(5000)])],
  ])("that is %s does not fill the heap", (_, bytes) => {
    const pieces = Array.from({ length: 5 }, (__, i) => bytes.subarray(1000 * i, 1000 * (i + 1)));
    expect(packetsOf(pieces)).toBe("hangs up");
  });
});
