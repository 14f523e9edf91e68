import type { Logger } from "pino";

/** Why a connection, a subscription or a message is turned away. */
export type BrokerRefusal =
  | "no-credentials"
  | "unknown-kit"
  | "wrong-password"
  | "client-id-differs"
  | "foreign-topic"
  | "retained-message"
  | "foreign-subscription"
  | "will-not-taken"
  | "too-large"
  | "not-mqtt"
  | "too-many-connections"
  | "too-many-sign-ins"
  | "sign-in-too-slow"
  | "signs-in-too-often"
  | "tls-failed"
  | "half-packet"
  | "not-drained"
  | "not-committed"
  | "intake-behind";

/** How often the same kit's refusal for the same reason is logged at most. */
const LOG_EVERY_ms = 3600_000;
/** How many different refusals are remembered for that. */
const REMEMBERED = 10_000;

/** Counts what the broker turns away and logs each kind once an hour and kit, so that nobody can flood the log. */
export class Refusals {
  readonly counts: Partial<Record<BrokerRefusal, number>> = {};
  private readonly loggedAt_ms = new Map<string, number>();

  constructor(
    private readonly log: Logger,
    private readonly now: () => number,
  ) {}

  /**
   * @param kit a registered kit's id. What a stranger calls himself is not passed: it may be anything,
   *   a phone number too, and is neither logged nor remembered.
   */
  note(reason: BrokerRefusal, kit?: string): void {
    this.counts[reason] = (this.counts[reason] ?? 0) + 1;
    const key = `${reason} ${kit ?? ""}`;
    const now_ms = this.now();
    const before_ms = this.loggedAt_ms.get(key);
    if (before_ms !== undefined && now_ms - before_ms < LOG_EVERY_ms) return;
    if (this.loggedAt_ms.size >= REMEMBERED) this.loggedAt_ms.clear();
    this.loggedAt_ms.set(key, now_ms);
    this.log.warn({ reason, ...(kit && { kit }), times: this.counts[reason] }, "refused");
  }
}
