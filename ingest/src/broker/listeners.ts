import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Logger } from "pino";
import { type Arrival, Door, doorLimits } from "./door";
import type { Refusals } from "./refusals";
import { type TlsFiles, TlsListener } from "./tlsListener";

/** Connections that the system keeps until they are accepted: a site's kits come back all at once. Chosen. */
const LISTEN_BACKLOG = 4096;

export interface ListenerOptions {
  host: string;
  port: number;
  /** A second listener, with TLS. */
  tls?: (TlsFiles & { host?: string | undefined; port: number }) | undefined;
  /** Open connections at a time, of both. */
  maxConnections: number;
  refusals: Refusals;
  log: Logger;
}

/** The ports that kits connect to, with and without TLS, and one door behind both. */
export class Listeners {
  private readonly door: Door;
  private readonly servers: Server[] = [];
  private tls: TlsListener | undefined;

  /** @param accept called with each connection whose turn it is, once its bytes can be read */
  constructor(
    private readonly options: ListenerOptions,
    private readonly accept: (socket: Socket, arrival: Arrival) => void,
  ) {
    this.door = new Door({ ...doorLimits, connections: options.maxConnections }, options.refusals);
  }

  /** @throws Error where a port cannot be had or a file of TLS not be used */
  async start(): Promise<void> {
    const { host, port, tls, log, refusals } = this.options;
    await this.listen(host, port, this.accept);
    if (!tls) return;
    const listener = new TlsListener(tls, log, () => refusals.note("tls-failed"));
    this.tls = listener;
    await this.listen(tls.host ?? host, tls.port, (socket, arrival) => {
      listener.secure(socket, (secured) => this.accept(secured, arrival));
    });
  }

  /** The port without TLS. */
  port(): number {
    return portOf(this.servers[0]);
  }

  /** The port with TLS, or null where there is none. */
  tlsPort(): number | null {
    return this.tls ? portOf(this.servers[1]) : null;
  }

  /** A connection has signed in. @param takesOver whether the kit had another one open */
  signedIn(arrival: Arrival, takesOver: boolean): void {
    this.door.signedIn(arrival, takesOver);
  }

  /** Takes no more connections. The returned function closes those that there are. */
  stop(): () => Promise<void> {
    this.tls?.close();
    const closed = this.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    return async () => {
      this.door.close();
      await Promise.all(closed);
    };
  }

  private async listen(host: string, port: number, admit: (socket: Socket, arrival: Arrival) => void): Promise<void> {
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      this.door.arrive(socket, (arrival) => admit(socket, arrival));
    });
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen({ port, host, backlog: LISTEN_BACKLOG }, resolve);
    });
  }
}

function portOf(server: Server | undefined): number {
  const address = server?.address() as AddressInfo | null | undefined;
  if (!address) throw new Error("the broker is not started");
  return address.port;
}
