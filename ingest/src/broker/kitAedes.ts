import { Aedes, type Client, type PublishPacket } from "aedes";

type Done = (error?: Error) => void;

/**
 * Aedes without its routing: what kits send goes to the intake, and nobody may subscribe to it. Only the
 * heartbeat by which Aedes knows itself is passed on.
 */
export class KitAedes extends Aedes {
  override publish(packet: PublishPacket, client: Client | Done, done?: Done): void {
    if (typeof client !== "function") done?.();
    else if (packet.topic.endsWith("/heartbeat")) super.publish(packet, client);
    else client();
  }
}
