import type { Socket } from "node:net";
import { type Address, addressKey, Allowance } from "./allowance";
import type { Refusals } from "./refusals";

/** How many may come in, and how fast. */
export interface DoorLimits {
  /** Open connections at a time. */
  connections: number;
  /** Connections that are signing in at a time, and how many of them from one address. The others wait, unread. */
  signingIn: number;
  signingInPerAddress: number;
  /** A sign-in takes no longer, the TLS handshake included. */
  patience_ms: number;
  /** While others wait, a sign-in that took so long gives way. */
  givesWayAfter_ms: number;
  /** Nobody waits longer for his turn: a client has given up by then. */
  longestWait_ms: number;
}

/**
 * All chosen. Half a thousand kits behind one operator's address sign in at a time; each takes about half a
 * millisecond of this side, and on a slow mobile network, with TLS, five seconds of its own.
 */
export const doorLimits: Omit<DoorLimits, "connections"> = {
  signingIn: 2000,
  signingInPerAddress: 500,
  patience_ms: 20_000,
  givesWayAfter_ms: 5000,
  longestWait_ms: 30_000,
};

const TICK_ms = 100;

/** A connection, from when it is accepted until it is closed. */
export interface Arrival {
  socket: Socket;
  address: Address<Arrival>;
  /** When it came in, then when its turn came. */
  since_ms: number;
  admit: () => void;
}

/**
 * Where connections come in. Those beyond the limits wait their turn without being read, a flood from one
 * address before its own door only; sign-ins that fail cost the address some of its allowance, others nothing. An
 * address is known only while it has business here and for the seconds until its allowance is full again.
 */
export class Door {
  private readonly open = new Set<Arrival>();
  private readonly addresses = new Map<string, Address<Arrival>>();
  private signingIn = 0;
  private waiting = 0;
  private readonly ticking: NodeJS.Timeout;

  constructor(
    private readonly limits: DoorLimits,
    private readonly refusals: Refusals,
    private readonly now_ms: () => number = () => performance.now(),
  ) {
    this.ticking = setInterval(() => this.tick(), TICK_ms).unref();
  }

  /**
   * A connection was accepted, paused.
   *
   * @param admit called when it is its turn to sign in
   */
  arrive(socket: Socket, admit: (arrival: Arrival) => void): void {
    socket.on("error", () => socket.destroy());
    if (this.open.size >= this.limits.connections) {
      this.refusals.note("too-many-connections");
      socket.destroy();
      return;
    }
    const address = this.addressOf(socket);
    const arrival: Arrival = { socket, address, since_ms: this.now_ms(), admit: () => admit(arrival) };
    this.open.add(arrival);
    socket.once("close", () => this.left(arrival));
    address.waiting.add(arrival);
    this.waiting += 1;
    if (this.waiting > this.limits.connections / 2) this.makeRoom(address);
    this.admitFrom(address);
  }

  /** A connection has signed in. @param takesOver whether it took the place of one that was open */
  signedIn(arrival: Arrival, takesOver: boolean): void {
    const { address } = arrival;
    if (!address.signingIn.delete(arrival)) return;
    this.signingIn -= 1;
    if (takesOver) address.allowance.spend(this.now_ms());
    this.admitFrom(address);
  }

  /** Closes everything. */
  close(): void {
    clearInterval(this.ticking);
    for (const { socket } of this.open) socket.destroy();
  }

  private addressOf(socket: Socket): Address<Arrival> {
    const key = addressKey(socket.remoteAddress);
    let address = this.addresses.get(key);
    if (!address) {
      address = { allowance: new Allowance(this.now_ms()), waiting: new Set(), signingIn: new Set() };
      this.addresses.set(key, address);
    }
    return address;
  }

  private admitFrom(address: Address<Arrival>): void {
    while (this.admitOne(address));
  }

  private admitOne(address: Address<Arrival>): boolean {
    const [arrival] = address.waiting;
    if (!arrival || this.isFull(address) || !address.allowance.has(this.now_ms())) return false;
    address.waiting.delete(arrival);
    this.waiting -= 1;
    address.signingIn.add(arrival);
    this.signingIn += 1;
    arrival.since_ms = this.now_ms();
    arrival.admit();
    return true;
  }

  private isFull({ signingIn }: Address<Arrival>): boolean {
    return this.signingIn >= this.limits.signingIn || signingIn.size >= this.limits.signingInPerAddress;
  }

  private left(arrival: Arrival): void {
    const { address } = arrival;
    this.open.delete(arrival);
    if (address.waiting.delete(arrival)) this.waiting -= 1;
    if (!address.signingIn.delete(arrival)) return;
    this.signingIn -= 1;
    address.allowance.spend(this.now_ms());
    this.admitFrom(address);
  }

  /** Lets the longest waiting of the fullest address go; he has most likely given up. */
  private makeRoom(fullest: Address<Arrival>): void {
    for (const address of this.addresses.values()) {
      if (address.waiting.size > fullest.waiting.size) fullest = address;
    }
    const [oldest] = fullest.waiting;
    if (oldest) this.letGo(oldest, "too-many-sign-ins");
  }

  private letGo(arrival: Arrival, reason: "too-many-sign-ins" | "sign-in-too-slow"): void {
    this.refusals.note(reason);
    arrival.socket.destroy();
    // counted as gone from now on, not from when the system says so
    this.left(arrival);
  }

  private tick(): void {
    const now_ms = this.now_ms();
    const { patience_ms, givesWayAfter_ms, longestWait_ms } = this.limits;
    for (const [key, address] of this.addresses) {
      for (const arrival of firstSince(address.waiting, now_ms - longestWait_ms)) {
        this.letGo(arrival, "too-many-sign-ins");
      }
      for (const arrival of firstSince(address.signingIn, now_ms - patience_ms)) {
        this.letGo(arrival, "sign-in-too-slow");
      }
      const giveWay = this.isFull(address) ? firstSince(address.signingIn, now_ms - givesWayAfter_ms) : [];
      for (const arrival of giveWay.slice(0, this.waiting)) this.letGo(arrival, "sign-in-too-slow");
      const isIdle = address.waiting.size === 0 && address.signingIn.size === 0;
      if (isIdle && address.allowance.isFull(now_ms)) this.addresses.delete(key);
    }
    // one of each address at a time
    for (let more = this.waiting > 0; more; ) {
      more = false;
      for (const address of this.addresses.values()) more = this.admitOne(address) || more;
    }
  }
}

/** Those of a set, which is in order of time, that are there since before `before_ms`. */
function firstSince(arrivals: Set<Arrival>, before_ms: number): Arrival[] {
  const found: Arrival[] = [];
  for (const arrival of arrivals) {
    if (arrival.since_ms > before_ms) break;
    found.push(arrival);
  }
  return found;
}
