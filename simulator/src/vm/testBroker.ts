import net from "node:net";
import { Aedes, type Client, type PublishPacket } from "aedes";
import { encodeAck } from "../../../shared/src/wire/acknowledgement";
import { Column, type ReportFrame } from "../../../shared/src/wire/columns";
import { decodeReport } from "../../../shared/src/wire/decodeReport";

/** A real broker on a loopback port that acknowledges what it is sent. For tests. */
export class TestBroker {
  readonly reports: ReportFrame[] = [];
  /** Whether reports are acknowledged. */
  answers = true;
  /** What each acknowledgement tells the kit to do, as `AckFrame` has it. */
  commands: number[] = [];
  private broker: Aedes | undefined;
  private server: net.Server | undefined;

  /** @param port 0 for any free one */
  async start(port = 0): Promise<number> {
    const broker = await Aedes.createBroker();
    broker.authenticate = (_client, user, password, done) =>
      done(null, user === "kit-1" && String(password) === "secret");
    broker.on("publish", (packet, client) => this.take(packet, client));
    const server = net.createServer((socket) => broker.handle(socket));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    this.broker = broker;
    this.server = server;
    return (server.address() as net.AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.broker?.close(resolve) ?? resolve());
    await new Promise<void>((resolve) => this.server?.close(() => resolve()) ?? resolve());
    this.broker = undefined;
    this.server = undefined;
  }

  /** Every row of every report, in the order of their sequence, a row that came twice only once. */
  rows(): number[][] {
    const bySequence = new Map<number, number[]>();
    for (const { groups } of this.reports) {
      for (const row of groups.flatMap((group) => group.rows)) bySequence.set(row[Column.Sequence] as number, row);
    }
    return [...bySequence.values()].toSorted((a, b) => (a[Column.Sequence] as number) - (b[Column.Sequence] as number));
  }

  private take(packet: PublishPacket, client: Client | null): void {
    if (!client || packet.topic !== `kits/${client.id}/report`) return;
    const { frame } = decodeReport(packet.payload as Buffer);
    this.reports.push(frame);
    if (!this.answers) return;
    const sequences = frame.groups.flatMap((group) => group.rows).map((row) => row[Column.Sequence] as number);
    const { commands } = this;
    const payload = encodeAck(
      { report: frame.report, serverTime_s: 0, accepted: sequences.flatMap((n) => [n, n]), refused: "", commands },
      Buffer.alloc(4096),
    );
    const topic = `kits/${client.id}/ack`;
    this.broker?.publish({ cmd: "publish", qos: 0, retain: false, dup: false, topic, payload }, () => undefined);
  }
}
