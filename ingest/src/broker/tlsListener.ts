import { readFileSync, unwatchFile, watchFile } from "node:fs";
import type { Socket } from "node:net";
import { createServer, type Server, type TlsOptions, type TLSSocket } from "node:tls";
import type { Logger } from "pino";

/** Files in PEM. */
export interface TlsFiles {
  /** The server's certificate, and those between it and the root. */
  certificate: string;
  key: string;
  /** Who signs the certificates of kits; where it is set, a kit needs one. */
  clientCa?: string | undefined;
}

/** How often it is looked whether a file is a new one. Chosen: certificates are renewed weeks before they end. */
const LOOK_EVERY_ms = 60_000;

/** Turns accepted sockets into TLS ones. What it reads is read again when it changes, without a restart. */
export class TlsListener {
  private readonly server: Server;
  private readonly files: string[];
  /** Who waits for a handshake, by the other end's address and port, which no two have at a time. */
  private readonly shaking = new Map<string, (socket: TLSSocket) => void>();

  /**
   * @param onFailed called for each handshake that fails
   * @throws Error that names the file that cannot be read or used
   */
  constructor(
    private readonly options: TlsFiles,
    private readonly log: Logger,
    onFailed: () => void,
    lookEvery_ms = LOOK_EVERY_ms,
  ) {
    const { certificate, key, clientCa } = options;
    this.files = [certificate, key, ...(clientCa === undefined ? [] : [clientCa])];
    const asks = clientCa !== undefined;
    this.server = explaining(this.files, () =>
      createServer({ ...this.context(), requestCert: asks, rejectUnauthorized: asks }),
    );
    this.server.on("secureConnection", (socket) => {
      const key = endOf(socket);
      this.shaking.get(key)?.(socket);
      this.shaking.delete(key);
    });
    this.server.on("tlsClientError", (_error, socket) => {
      onFailed();
      socket.destroy();
    });
    for (const file of this.files) watchFile(file, { interval: lookEvery_ms, persistent: false }, this.reload);
  }

  /** Begins the handshake on a socket. It is the caller who ends one that takes too long. */
  secure(socket: Socket, done: (socket: TLSSocket) => void): void {
    const key = endOf(socket);
    this.shaking.set(key, done);
    socket.once("close", () => {
      if (this.shaking.get(key) === done) this.shaking.delete(key);
    });
    this.server.emit("connection", socket);
  }

  close(): void {
    for (const file of this.files) unwatchFile(file, this.reload);
  }

  private context(): TlsOptions {
    const { certificate, key, clientCa } = this.options;
    return {
      cert: readFileSync(certificate),
      key: readFileSync(key),
      ...(clientCa !== undefined && { ca: readFileSync(clientCa) }),
      minVersion: "TLSv1.2",
    };
  }

  private readonly reload = (): void => {
    try {
      this.server.setSecureContext(this.context());
      this.log.info("certificates read again");
    } catch (error) {
      // one of two files may be new and the other not yet; it is tried again when that one changes
      this.log.warn({ error }, "new certificates cannot be used; the ones before stay");
    }
  };
}

function endOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

function explaining<T>(files: string[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`TLS cannot be set up with ${files.join(", ")}: ${(error as Error).message}`, { cause: error });
  }
}
