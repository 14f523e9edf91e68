import type { Packet } from "@devicescript/core";
import { Button, Press } from "../kit/button";
import { helpButton } from "./drivers/person";

/** Events of a Jacdac button: how long it is held comes with all but the first, `down`. */
const DOWN = 1;
const UP = 2;

interface PacketHandler {
  _onPacket: (packet: Packet) => Promise<void>;
}

/**
 * Calls `act` for every press from now on. The program lets the bus pass by (quiet.ts), so the
 * packets of this one role get a handler of their own.
 */
export function watchButton(act: (press: Press) => void): void {
  const button = new Button();
  (helpButton as unknown as PacketHandler)._onPacket = async (packet) => {
    if (!packet || !packet.isEvent || packet.eventCode === DOWN) return;
    const press = button.press(packet.decode(), packet.eventCode === UP);
    if (press !== Press.None) act(press);
  };
}
