import net from "node:net";
import tls from "node:tls";
import { Aedes, type Client, type PublishPacket } from "aedes";
import { acknowledge } from "../kit/acknowledge";

/**
 * A real broker on a loopback port for kits that run the firmware into a file: it lets every kit in,
 * passes its reports on, and acknowledges them.
 */
export class RecordingBroker {
  private broker: Aedes | undefined;
  private server: net.Server | undefined;

  /**
   * @param onReport told of every report
   * @param timeOf the simulated time at a kit, in Unix ms
   * @param secure with what it speaks TLS; without it, it does not
   */
  constructor(
    private readonly onReport: (kit: string, report: Buffer, received_ms: number) => void,
    private readonly timeOf: (kit: string) => number,
    private readonly secure?: tls.TlsOptions,
  ) {}

  /**
   * @param onConnection told of every connection as it comes in, before anything is decrypted
   * @returns the port that it listens on
   */
  async start(onConnection?: (socket: net.Socket) => void): Promise<number> {
    const broker = await Aedes.createBroker();
    broker.on("publish", (packet, client) => this.take(packet, client));
    const handle = (socket: net.Socket) => void broker.handle(socket);
    const server = this.secure ? tls.createServer(this.secure, handle) : net.createServer(handle);
    if (onConnection) server.on("connection", onConnection);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.broker = broker;
    this.server = server;
    return (server.address() as net.AddressInfo).port;
  }

  async stop(): Promise<void> {
    const { broker, server } = this;
    if (broker) await new Promise<void>((resolve) => broker.close(resolve));
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private take(packet: PublishPacket, client: Client | null): void {
    if (!client || packet.topic !== `kits/${client.id}/report`) return;
    const report = packet.payload as Buffer;
    const received_ms = this.timeOf(client.id);
    this.onReport(client.id, report, received_ms);
    const payload = acknowledge(report, received_ms, Buffer.alloc(512));
    const topic = `kits/${client.id}/ack`;
    this.broker?.publish({ cmd: "publish", qos: 0, retain: false, dup: false, topic, payload }, () => undefined);
  }
}
