import { topics } from "@yeelen/shared/topics";
import type { KitRecord, KitRegister } from "../journal/kits";
import type { Form } from "../intake/receiver";
import { isSecret } from "./credentials";
import { topicField } from "./packets";
import type { BrokerRefusal } from "./refusals";

/** The outcome of a sign-in: the kit, or why not. */
export type SignIn = { kit: KitRecord } | { refused: BrokerRefusal; kitCode?: string };

/**
 * Whether a client may connect: as a registered kit, under its own id, with its own secret.
 * There is no anonymous access and no other kind of client.
 */
export function signIn(
  register: KitRegister,
  key: Buffer,
  clientId: string,
  userName: string | undefined,
  password: Buffer | undefined,
): SignIn {
  if (!userName || !password || password.length === 0) return { refused: "no-credentials" };
  const kit = register.find(userName);
  if (!kit) {
    // the same work as for a known kit, so that the time does not tell which kits there are
    isSecret(key, password, Buffer.alloc(32));
    return { refused: "unknown-kit" };
  }
  if (!isSecret(key, password, kit.secretHash)) return { refused: "wrong-password", kitCode: kit.code };
  if (clientId !== kit.code) return { refused: "client-id-differs", kitCode: kit.code };
  return { kit };
}

/** The topics of one kit, made once for all its messages. */
export interface OwnTopics {
  report: string;
  reportJson: string;
  ack: string;
  /** The topic of its acknowledgements as a packet carries it. */
  ackField: Buffer;
}

export function ownTopics(kit: string): OwnTopics {
  const ack = topics.ack(kit);
  return { report: topics.report(kit), reportJson: topics.reportJson(kit), ack, ackField: topicField(ack) };
}

/** The form of a report that a kit publishes to a topic, or undefined where the topic is not its own. */
export function reportFormOf(own: OwnTopics, topic: string): Form | undefined {
  if (topic === own.report) return "binary";
  if (topic === own.reportJson) return "json";
  return undefined;
}

/** Whether a kit may subscribe to a topic filter: its own acknowledgements, and nothing else. */
export function maySubscribe(own: OwnTopics, filter: string): boolean {
  return filter === own.ack;
}
