/** Failed sign-ins that an address has at once: a site's kits before anybody registered them. Chosen. */
const MOST = 1000;
/** How fast they come back: failed sign-ins of one address cost at most a tenth of a core. Chosen. */
const PER_SECOND = 200;

/** What may still be done: a token bucket. By default what an address may still do wrong. */
export class Allowance {
  private tokens: number;

  constructor(
    private since_ms: number,
    private readonly most = MOST,
    private readonly per_s = PER_SECOND,
  ) {
    this.tokens = most;
  }

  has(now_ms: number): boolean {
    return this.at(now_ms) >= 1;
  }

  isFull(now_ms: number): boolean {
    return this.at(now_ms) === this.most;
  }

  spend(now_ms: number): void {
    this.tokens = this.at(now_ms) - 1;
  }

  private at(now_ms: number): number {
    this.tokens = Math.min(this.most, this.tokens + ((now_ms - this.since_ms) / 1000) * this.per_s);
    this.since_ms = now_ms;
    return this.tokens;
  }
}

/** What there is to one network address: its allowance, and its connections that have not signed in. */
export interface Address<T> {
  allowance: Allowance;
  waiting: Set<T>;
  signingIn: Set<T>;
}

/** Under which connections count as from one place: an IPv4 address, or the /64 that one IPv6 subscriber gets. */
export function addressKey(address: string | undefined): string {
  if (address === undefined || !address.includes(":") || address.includes(".")) return address ?? "";
  const [head = ""] = address.split("::");
  return head.split(":").slice(0, 4).join(":");
}
