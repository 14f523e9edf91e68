import { Fiber, millis, type Packet, suspend, type Wifi } from "@devicescript/core";
import { NOT_MEASURED } from "../../../shared/src/wire/columns";
import { Stage } from "../kit/attempts";
import { wifiRssi } from "./roles";
import { sampleWifiRssi_dBm } from "./sampler";

/** Event of the Wi-Fi service: how many networks there are, and how many of them are known, 16 bits each. */
const SCAN_COMPLETE = 0x80;
/** What the service shows as its signal while it has not joined a network. */
const NOT_JOINED_dBm = -128;
/** A scan takes some 1.6 s: 13 channels at 120 ms, the default dwell of the ESP32. The rest is for starting. */
const SCAN_LIMIT_ms = 3000;
/** For joining a hotspot that was seen, and getting an address in its network. Chosen. */
const JOIN_LIMIT_ms = 12000;

const wifi = wifiRssi.role as Wifi;

interface PacketHandler {
  _onPacket: ((packet: Packet) => Promise<void>) | undefined;
}

/**
 * The kit's Wi-Fi: off but for what it is needed for. On a board without one a network is taken to be
 * there always. Not tested on hardware: by its source, the runtime's service leaves the network when it is
 * switched off, but goes on scanning every ten seconds (`wifi_process` does not look at `enabled`).
 */
export class Radio {
  /** Signal strength when the network was joined last, or `NOT_MEASURED`. */
  rssi_dBm = NOT_MEASURED;
  /** The runtime starts with its radio on. */
  private isOn = true;

  /** Looks for the hotspot and joins it. Returns how far that came: `Joined` at best. */
  async join(): Promise<Stage> {
    if (!wifi.isBound) return Stage.Joined;
    const self = Fiber.self();
    const handler = wifi as unknown as PacketHandler;
    let isSeen = false;
    let isAway = false;
    let isWaiting = false;
    // the program lets the bus pass by (quiet.ts): only now do the packets of this role get a handler
    handler._onPacket = async (packet) => {
      if (!packet || !packet.isEvent) return;
      if (packet.eventCode === SCAN_COMPLETE) {
        isSeen = packet.payload[2] !== 0;
        isAway = !isSeen;
      }
      if (isWaiting) self.resume(true);
    };
    const wasOn = this.isOn;
    const began_ms = millis();
    this.rssi_dBm = NOT_JOINED_dBm;
    this.isOn = true;
    if (!wasOn) await wifi.enabled.write(true);
    for (;;) {
      // where it was off and sees no hotspot it need not be asked
      if (wasOn || isSeen) this.rssi_dBm = await sampleWifiRssi_dBm();
      const left_ms = began_ms + (isSeen ? JOIN_LIMIT_ms : SCAN_LIMIT_ms) - millis();
      if (this.rssi_dBm !== NOT_JOINED_dBm || isAway || left_ms <= 0) break;
      isWaiting = true;
      await suspend(left_ms);
      isWaiting = false;
    }
    handler._onPacket = undefined;
    if (this.rssi_dBm !== NOT_JOINED_dBm) return Stage.Joined;
    return isSeen ? Stage.Hotspot : Stage.NoHotspot;
  }

  /** Switches the radio off. */
  async off(): Promise<void> {
    if (!this.isOn || !wifi.isBound) return;
    this.isOn = false;
    await wifi.enabled.write(false);
  }
}
