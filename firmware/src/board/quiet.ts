import { type Emitter, type Packet, Role } from "@devicescript/core";
import { settings } from "@devicescript/settings";

interface PacketHandler {
  _onPacket: ((packet: Packet) => Promise<void>) | undefined;
}

/**
 * Lets the bus pass by. The runtime starts a fiber for every role at every announcement of the
 * role's device, some thirty a second for a kit, to serve subscriptions that this program does
 * not have: it reads registers, which works without. Only the settings answer by a report.
 */
export function ignoreBus(): void {
  (Role.prototype as unknown as PacketHandler)._onPacket = undefined;
  (settings as unknown as PacketHandler)._onPacket = async (packet) => {
    if (packet && packet.spec && packet.isReport) (settings.report() as Emitter<Packet>).emit(packet);
  };
}
