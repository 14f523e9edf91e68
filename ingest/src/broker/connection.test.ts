import { createServer, type Server, Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KitRecord } from "../journal/kits";
import { Backlog } from "./backlog";
import { Connection } from "./connection";
import type { Arrival } from "./door";
import { open, packetOf } from "./testClient";

let server: Server;
let near: Socket;
let far: Socket;
let connection: Connection;
beforeEach(async () => {
  const accepted = new Promise<Socket>((resolve) => {
    server = createServer({ pauseOnConnect: true }, resolve);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  far = open((server.address() as { port: number }).port);
  near = await accepted;
  const backlog = new Backlog(() => undefined);
  connection = new Connection(near, {} as Arrival, backlog, () => undefined);
  connection.signedIn({ id: 1, code: "kit-a" } as KitRecord);
  near.on("readable", () => {
    while (near.read() !== null);
  });
});
afterEach(async () => {
  far.destroy();
  near.destroy();
  await new Promise((resolve) => server.close(resolve));
});

async function sent(bytes: Buffer): Promise<void> {
  const before = near.bytesRead;
  far.write(bytes);
  await expect.poll(() => near.bytesRead).toBe(before + bytes.length);
  await expect.poll(() => near.readableLength).toBe(0);
}

/** What each of the next looks at the connection says, a second apart. */
const watched = (seconds: number) => Array.from({ length: seconds }, () => connection.watch());

describe("a packet that does not end", () => {
  const report = packetOf.publish("kits/kit-a/report", "x".repeat(500));

  it.each([1, 2, 3, 20, report.length - 1])("after %i of its bytes: let go after a minute", async (bytes) => {
    await sent(report.subarray(0, bytes));
    expect(watched(59).some(Boolean)).toBe(false);
    expect(watched(3).at(-1)).toBe("half-packet");
  });

  it("however slowly it goes on", async () => {
    for (let bytes = 0; bytes < 6; bytes += 1) {
      await sent(report.subarray(bytes, bytes + 1));
      expect(watched(10).some(Boolean)).toBe(false);
    }
    await sent(report.subarray(6, 7));
    expect(watched(2).at(-1)).toBe("half-packet");
  });

  it("one that ends in time is followed by another, with time of its own", async () => {
    await sent(report.subarray(0, 10));
    watched(50);
    await sent(Buffer.concat([report.subarray(10), report.subarray(0, 10)]));
    expect(watched(60).some(Boolean)).toBe(false);
  });

  it("none is waited for: a kit may be silent between two packets", async () => {
    await sent(report);
    expect(watched(1000).some(Boolean)).toBe(false);
  });
});
