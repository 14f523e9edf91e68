/** As many messages may wait for the disk, over all connections: about half a second's worth at full speed. Chosen. */
const MOST_messages = 20_000;
/** So many bytes of payload may wait. Chosen: what a small server can spare. */
const MOST_bytes = 64 * 1024 * 1024;

/** A connection that stopped reading. */
interface Parked {
  /** Reads on. */
  resume: () => void;
}

/**
 * What was handed to the intake and is not answered yet, over all connections. When it is too much,
 * because the disk is slow, nothing more is read from the network until half of it is answered: the kits wait,
 * and memory stays flat.
 */
export class Backlog {
  messages = 0;
  bytes = 0;
  private full = false;
  private closing = false;
  private readonly parked = new Set<Parked>();
  private emptied: (() => void) | undefined;

  /** @param onFull called whenever it becomes too much */
  constructor(
    private readonly onFull: () => void,
    private readonly most = { messages: MOST_messages, bytes: MOST_bytes },
  ) {}

  /** Whether nothing more may be read. A connection that asks and may not is resumed later. */
  holdsBack(connection: Parked): boolean {
    if (!this.full && !this.closing) return false;
    this.parked.add(connection);
    return true;
  }

  add(bytes: number): void {
    this.messages += 1;
    this.bytes += bytes;
    if (this.full || (this.messages < this.most.messages && this.bytes < this.most.bytes)) return;
    this.full = true;
    this.onFull();
  }

  remove(bytes: number): void {
    this.messages -= 1;
    this.bytes -= bytes;
    if (this.full && this.messages <= this.most.messages / 2 && this.bytes <= this.most.bytes / 2) {
      this.full = false;
      setImmediate(() => this.resume());
    }
    if (this.messages === 0) this.emptied?.();
  }

  /** The connection is gone. */
  forget(connection: Parked): void {
    this.parked.delete(connection);
  }

  /** Lets nothing more be read, for good, and waits until everything is answered. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.messages === 0) return;
    await new Promise<void>((resolve) => {
      this.emptied = resolve;
    });
  }

  /** Lets those read on that waited, the longest first, until it is too much again. */
  private resume(): void {
    for (const connection of this.parked) {
      if (this.full || this.closing) return;
      this.parked.delete(connection);
      connection.resume();
    }
  }
}
