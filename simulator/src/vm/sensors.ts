import { outputs } from "@yeelen/shared/vocabulary";
import type { Reach } from "../link/reach";
import type { Clock, Timer } from "./clock";
import { BUTTON, FRONT_PLATE, FrontPlate } from "./frontPlate";
import {
  ANNOUNCE,
  announcement,
  CONTROL_SERVICE,
  decodeFrame,
  ENABLED,
  encodeFrame,
  eventCode,
  GET_REGISTER,
  INTENSITY,
  isCommand,
  READING,
  SET_REGISTER,
} from "./jacdac";
import { NOT_JOINED_dBm, WifiStation } from "./wifiStation";

/** A bus forgets a device that is silent for two seconds, and every announcement costs. */
const ANNOUNCE_INTERVAL_ms = 1900;

/** What a Jacdac service puts on the bus: its class, the register with its value, and the bytes for a value. */
interface ServiceKind {
  serviceClass: number;
  register: number;
  /** @param value in the unit of the sensor's name */
  encode(value: number): Uint8Array;
}

const dcVoltage: ServiceKind = {
  serviceClass: 0x1633ac19,
  register: READING,
  encode: (mV) => f64(mV / 1000),
};
const dcCurrent: ServiceKind = {
  serviceClass: 0x1912c8ae,
  register: READING,
  encode: (mA) => f64(mA / 1000),
};
/** Signed fixed point, ten bits after the point. */
const temperature: ServiceKind = {
  serviceClass: 0x1421bac7,
  register: READING,
  encode: (degC) => i32(degC * 1024),
};
/** Unsigned fixed point from 0 to 0xffff. */
const lightBulb: ServiceKind = {
  serviceClass: 0x1cab054c,
  register: INTENSITY,
  encode: (pct) => u16((pct / 100) * 0xffff),
};
const wifi: ServiceKind = { serviceClass: 0x18aae1fa, register: READING, encode: (dBm) => i8(dBm) };

/**
 * The sensors of a kit by the column they fill. The order among services of one class is the
 * order in which the firmware's roles name them (`[app:N]` in firmware/src/board/roles.ts).
 */
const SENSORS = {
  batteryVoltage_mV: dcVoltage,
  panelVoltage_mV: dcVoltage,
  batteryCurrent_mA: dcCurrent,
  panelCurrent_mA: dcCurrent,
  lamp1Current_mA: dcCurrent,
  lamp2Current_mA: dcCurrent,
  lamp3Current_mA: dcCurrent,
  usb1Current_mA: dcCurrent,
  usb2Current_mA: dcCurrent,
  radioCurrent_mA: dcCurrent,
  batteryTemperature_degC: temperature,
  controllerTemperature_degC: temperature,
  lamp1Commanded_pct: lightBulb,
  lamp2Commanded_pct: lightBulb,
  lamp3Commanded_pct: lightBulb,
  radioLight_pct: lightBulb,
  wifiRssi_dBm: wifi,
} satisfies Record<string, ServiceKind>;

/** What the sensors of a kit show, in the units of the wire. What is absent is not measured. */
export type Sample = { [Sensor in keyof typeof SENSORS]?: number | undefined };

const NAMES = Object.keys(SENSORS) as (keyof Sample)[];
const WIFI = 1 + NAMES.indexOf("wifiRssi_dBm");
const RELAY_CLASS = 0x183fe656;
/**
 * The switches of the outputs come after the sensors, in the order of the contract's `outputs`, then what a
 * person sees and presses: the firmware's status light takes the light that no other role has.
 */
const CLASSES = [...NAMES.map((name) => SENSORS[name].serviceClass), ...outputs.map(() => RELAY_CLASS), ...FRONT_PLATE];
const FIRST_OF_FRONT = 1 + NAMES.length + outputs.length;

/**
 * One Jacdac device with a service for every sensor and every output switch of a kit, its status light and
 * its button. It answers with the last sample it was given, and keeps what the firmware has switched.
 */
export class SensorBoard {
  private sample: Sample = {};
  readonly front = new FrontPlate((event, data) => {
    const code = eventCode(event, ++this.events);
    this.send(encodeFrame({ device: this.device, isCommand: false, service: FIRST_OF_FRONT + BUTTON, code, data }));
  });
  private off = 0;
  private announcing: Timer | undefined;
  private events = 0;
  /** The board's Wi-Fi, behind the service whose reading is `wifiRssi_dBm`; it starts whenever the firmware does. */
  readonly wifi: WifiStation;

  /**
   * @param device its id on the bus
   * @param send puts a frame on the bus
   * @param reach how far the network lets the kit come; absent = all the way
   * @param onLook told whenever the firmware switches its radio on
   */
  constructor(
    private readonly device: string,
    private readonly clock: Clock,
    private readonly send: (frame: Uint8Array) => void,
    reach: () => Reach = () => "acknowledged",
    private readonly onLook?: () => void,
  ) {
    this.wifi = new WifiStation(clock, reach, (event, data) => {
      const code = eventCode(event, ++this.events);
      this.send(encodeFrame({ device, isCommand: false, service: WIFI, code, data }));
    });
  }

  /** Announces the board from now on, all outputs on. */
  start(): void {
    this.off = 0;
    this.front.start(this.clock);
    const { device } = this;
    const data = announcement(CLASSES);
    const frame = encodeFrame({ device, isCommand: false, service: CONTROL_SERVICE, code: ANNOUNCE, data });
    const announce = () => {
      this.send(frame);
      this.announcing = this.clock.setTimeout(announce, ANNOUNCE_INTERVAL_ms);
    };
    announce();
  }

  stop(): void {
    this.front.stop();
    if (this.announcing) this.clock.clearTimeout(this.announcing);
    this.announcing = undefined;
    this.wifi.stop();
  }

  /** Shows these values from now on, and only these: a sensor that is absent does not answer. */
  set(sample: Sample): void {
    this.sample = { ...sample };
  }

  /** The outputs that the firmware has switched off, a bit for each of the contract's `outputs`. */
  outputsOff(): number {
    return this.off;
  }

  /** Takes a frame from the bus. */
  receive(frame: Uint8Array): void {
    if (!isCommand(frame)) return;
    for (const { device, service, code, data } of decodeFrame(frame)) {
      const shown = device === this.device && this.front.receive(service - FIRST_OF_FRONT, code, data);
      if (shown) this.send(encodeFrame({ device, isCommand: false, service, code, data: shown }));
      const output = service - 1 - NAMES.length;
      if (device === this.device && output >= 0 && output < outputs.length && code === SET_REGISTER + ENABLED) {
        const bit = 1 << output;
        this.off = data[0] === 0 ? this.off | bit : this.off & ~bit;
      }
      if (device === this.device && service === WIFI && code === SET_REGISTER + ENABLED) {
        if (data[0] !== 0) this.onLook?.();
        this.wifi.enable(data[0] !== 0);
      }
      const name = NAMES[service - 1];
      const value = service === WIFI && !this.wifi.isJoined() ? NOT_JOINED_dBm : name && this.sample[name];
      if (device !== this.device || value === undefined) continue;
      const kind = SENSORS[name as keyof Sample];
      if (code !== GET_REGISTER + kind.register) continue;
      this.send(encodeFrame({ device, isCommand: false, service, code, data: kind.encode(value) }));
    }
  }
}

function f64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
}

function i32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, Math.round(value), true);
  return bytes;
}

function u16(value: number): Uint8Array {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, Math.round(value), true);
  return bytes;
}

function i8(value: number): Uint8Array {
  return Uint8Array.of(Math.round(value) & 0xff);
}
