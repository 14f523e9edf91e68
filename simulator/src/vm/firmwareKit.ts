import type { BatteryName } from "@yeelen/firmware/kit/battery";
import type { Fate } from "../kit/mqttUplink";
import type { Reach } from "../link/reach";
import type { Clock } from "./clock";
import { appDeviceIdOf, deviceIdOf, type Flash, VmDevice } from "./device";
import type { Traffic } from "./mqttExchange";
import { type Sample, SensorBoard } from "./sensors";
import type { SettingValue } from "./settings";

export interface FirmwareKitOptions {
  kitId: string;
  secret: string;
  host: string;
  port: number;
  tls?: boolean;
  /** Time between two readings. */
  interval_s: number;
  /** Time between two uploads; the first one is made at once after a start. 0 = at every reading. */
  upload_s?: number;
  /** Which battery its load control is set up for; LiFePO4 where it is not said. */
  battery?: BatteryName;
  /** Its nominal capacity. Where it is not said, it is not known: nothing is counted, its voltage alone tells its charge. */
  battery_mAh?: number;
  /** Whether the board has a clock of its own: then its reports say what time it was at uptime 0. */
  hasClock?: boolean;
  clock: Clock;
  /** What `buildFirmware` left. */
  bytecode: Uint8Array;
  /** A new kit begins with an empty one. Kept over a restart, it is what makes the kit the same kit. */
  flash: Flash;
  /** The board's source of random bytes, from which a new kit takes its incarnation. */
  random?: (size: number) => Uint8Array;
  /** Asked whenever it matters how far the network lets the kit come; absent = all the way. */
  reach?: () => Reach;
  /** Told whenever the firmware switches its radio on, and whenever it opens a connection. */
  onLook?: () => void;
  onConnect?: () => void;
  /** Asked before each report what the network does to it; absent = it is good. */
  fateOf?: () => Fate;
  /** Told at every start of the board, also those that its firmware asks for. */
  onBoot?: () => void;
  /** Settings that only a program made for a measurement reads. */
  settings?: Record<string, number>;
  onLog?: (line: string) => void;
  onPanic?: (code: number) => void;
}

/** A simulated kit that runs the real firmware: sensors in front of it, a server behind its socket. */
export class FirmwareKit {
  private readonly device: VmDevice;
  private readonly sensors: SensorBoard;

  constructor(options: FirmwareKitOptions) {
    const { clock, reach } = options;
    const deviceId = deviceIdOf(options.kitId);
    this.sensors = new SensorBoard(
      appDeviceIdOf(deviceId),
      clock,
      (frame) => this.device.send(frame),
      reach,
      options.onLook,
    );
    this.device = new VmDevice({
      deviceId,
      clock,
      bytecode: options.bytecode,
      flash: options.flash,
      settings: () => {
        options.onBoot?.();
        this.sensors.wifi.start();
        return {
          kit: options.kitId,
          secret: options.secret,
          host: options.host,
          port: options.port,
          tls: options.tls ?? false,
          interval_s: options.interval_s,
          upload_s: options.upload_s ?? 0,
          battery: options.battery ?? "lifepo4-4s",
          battery_mAh: options.battery_mAh ?? 0,
          clock_s: options.hasClock ? Math.round(clock.now() / 1000) : 0,
          ...options.settings,
        };
      },
      onFrame: (frame) => this.sensors.receive(frame),
      ...(options.random && { random: options.random }),
      ...(reach && { reach }),
      ...(options.onConnect && { onConnect: options.onConnect }),
      ...(options.fateOf && { fateOf: options.fateOf }),
      ...(options.onLog && { onLog: options.onLog }),
      ...(options.onPanic && { onPanic: options.onPanic }),
    });
  }

  /** Switches the kit on. Its uptime begins now. */
  async start(): Promise<void> {
    await this.device.start();
    this.sensors.start();
  }

  /** Takes the kit's power away. Flash keeps what it has. */
  stop(): void {
    this.sensors.stop();
    this.device.stop();
  }

  /** Shows these values to the kit's sensors from now on. What is absent is not measured. */
  set(sample: Sample): void {
    this.sensors.set(sample);
  }

  /** Writes settings beside those that its program has, four in a second; null deletes one. */
  writeSettings(settings: Record<string, SettingValue>): void {
    this.device.writeSettings(settings);
  }

  /** Messages of the kit so far. */
  get traffic(): Traffic {
    return this.device.traffic;
  }

  /** Time in which the kit's radio was on, in ms. */
  radioOn_ms(): number {
    return this.sensors.wifi.on_ms();
  }

  /** The outputs that the firmware has switched off, a bit for each of the contract's `outputs`. */
  outputsOff(): number {
    return this.sensors.outputsOff();
  }

  /** Presses the button for so long. */
  press(duration_ms: number): void {
    this.sensors.front.press(duration_ms);
  }

  /** How bright the status light is, 0 to 1. */
  statusLight(): number {
    return this.sensors.front.brightness();
  }
}
