import { ANNOUNCE, announcedServices, CONTROL_SERVICE, decodeFrame, encodeFrame } from "./jacdac";

/** What a program reads with `readSetting`; null where it is to find nothing. */
export type SettingValue = string | number | boolean | null;

const SETTINGS_SERVICE_CLASS = 0x1107dc4a;
const SET_SETTING = 0x81;
/** Longer keys are not stored, and nobody says so. */
const LONGEST_KEY = 13;
const LONGEST_PAYLOAD_bytes = 236;

/**
 * Gives a device its settings over the Jacdac bus, through the settings service that every
 * DeviceScript board has: the same way in which a real board is set up, so the bytecode is the
 * same for all kits.
 */
export class SettingsWriter {
  private readonly payloads: Uint8Array[];
  private done = false;

  /** @throws RangeError where a setting would not be stored */
  constructor(
    private readonly device: string,
    settings: Record<string, SettingValue>,
  ) {
    this.payloads = Object.entries(settings).map(([key, value]) => {
      if (key.length > LONGEST_KEY) throw new RangeError(`setting ${key}: at most ${LONGEST_KEY} characters`);
      const payload = Buffer.from(`${key}\0${value === null ? "" : JSON.stringify(value)}`);
      if (payload.length > LONGEST_PAYLOAD_bytes) throw new RangeError(`setting ${key}: the value is too long`);
      return payload;
    });
  }

  /** Looks at a frame of the device. On its first announcement returns the frames that write the settings. */
  onFrame(frame: Uint8Array): Uint8Array[] | undefined {
    if (this.done) return undefined;
    for (const packet of decodeFrame(frame)) {
      if (packet.device !== this.device || packet.isCommand) continue;
      if (packet.service !== CONTROL_SERVICE || packet.code !== ANNOUNCE) continue;
      const service = announcedServices(packet.data).indexOf(SETTINGS_SERVICE_CLASS) + 1;
      if (service === 0) continue;
      this.done = true;
      const { device } = this;
      return this.payloads.map((data) => encodeFrame({ device, isCommand: true, service, code: SET_SETTING, data }));
    }
    return undefined;
  }
}
