import { describe, expect, it } from "vitest";
import { answerPacket, topicField } from "./packets";

const topic = topicField("kits/a/ack");
const inPublish = "000a6b6974732f612f61636b";

describe("the answer to a report, as bytes", () => {
  it.each<[string, number, string | undefined, string]>([
    ["nothing to say", 0, undefined, ""],
    ["a PUBACK", 0x1234, undefined, "40021234"],
    ["an acknowledgement", 0, "abc", `300f${inPublish}616263`],
    ["both", 7, "abc", `40020007300f${inPublish}616263`],
    ["one that makes a length of 127", 0, "x".repeat(115), `307f${inPublish}${"78".repeat(115)}`],
    ["one that makes a length of 128", 0, "x".repeat(116), `308001${inPublish}${"78".repeat(116)}`],
    ["one that makes a length of 16,383", 0, "x".repeat(16_371), `30ff7f${inPublish}${"78".repeat(16_371)}`],
    ["one that makes a length of 16,384", 0, "x".repeat(16_372), `30808001${inPublish}${"78".repeat(16_372)}`],
  ])("%s", (_, packetId, payload, bytes) => {
    expect(
      answerPacket(packetId, topic, payload === undefined ? undefined : Buffer.from(payload)).toString("hex"),
    ).toBe(bytes);
  });
});
