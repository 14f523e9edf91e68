import { createHash, randomBytes } from "node:crypto";
import type { Fate } from "../kit/mqttUplink";
import type { Reach } from "../link/reach";
import type { Clock, Timer } from "./clock";
import { DeviceSocket } from "./deviceSocket";
import { FeignedSocket } from "./feignedSocket";
import type { Traffic } from "./mqttExchange";
import { createVm, type Surroundings, type Vm, type VmSocket } from "./section";
import { type SettingValue, SettingsWriter } from "./settings";

/** A device that has nothing to do asks for this tick; only then may the tick be stretched. */
const IDLE_TICK_ms = 9;
/** A machine that asks to go on at once for ever would otherwise stop a clock that jumps. */
const SHORTEST_TICK_ms = 1;
/** From one setting that is written while the program runs to the next. */
const PACE_ms = 250;
/** How long a chip takes to start again after a reset. */
const RESET_ms = 10;
/** How much real time loading the machine may take before a clock that jumps goes on without it. */
const LOAD_LIMIT_ms = 10_000;

/** The flash of one device. It outlives the device, as a board outlives a reset. */
export interface Flash {
  content: Uint8Array;
}

export interface VmDeviceOptions {
  /** 16 hexadecimal digits. */
  deviceId: string;
  bytecode: Uint8Array;
  clock: Clock;
  flash: Flash;
  /** The board's source of random bytes; the process's own where there is none. */
  random?: (size: number) => Uint8Array;
  /** Asked at every start of the board, and written to its settings before its program starts. */
  settings?: () => Record<string, SettingValue>;
  /** Asked at every attempt to connect how far it comes; absent = all the way. */
  reach?: () => Reach;
  /** Told at every attempt to connect. */
  onConnect?: () => void;
  /** Asked before each report what the network does to it; absent = it is good. */
  fateOf?: () => Fate;
  /** Every line of the device's log; lines of the program begin with ">". */
  onLog?: (line: string) => void;
  /** The program panicked; the runtime starts it again by itself after some seconds. */
  onPanic?: (code: number) => void;
  /** Every frame that the device puts on its Jacdac bus. */
  onFrame?: (frame: Uint8Array) => void;
}

/** One DeviceScript device: real bytecode in the virtual machine, with a clock, sockets and flash of its own. */
export class VmDevice {
  /** Messages of the device, over all its connections and restarts. */
  readonly traffic: Traffic = { reports: 0, sent_B: 0, received_B: 0 };
  private vm: Vm | undefined;
  private running = false;
  private boots = 0;
  /** What was asked to be written while the program runs. */
  private writers: SettingsWriter[] = [];
  private readonly sockets = new Set<DeviceSocket>();
  private readonly timers = new Set<Timer>();
  private tick: { timer: Timer; action: () => void } | undefined;

  constructor(private readonly options: VmDeviceOptions) {}

  /** Starts the machine; its program runs once its settings are written. */
  async start(): Promise<void> {
    if (this.running) throw new Error("the device runs already");
    this.running = true;
    await this.boot();
  }

  /** Stops the machine. No timer, listener or socket of it remains; flash does. */
  stop(): void {
    this.running = false;
    this.halt();
  }

  get isRunning(): boolean {
    return this.running;
  }

  /** Puts a frame on the device's bus. The device sees it as soon as it is done with what it does now. */
  send(frame: Uint8Array): void {
    this.later(() => this.vm?.handlePacket(frame), 0);
  }

  /** Writes settings while the program runs, one every 250 ms. */
  writeSettings(settings: Record<string, SettingValue>): void {
    this.writers.push(new SettingsWriter(this.options.deviceId, settings));
  }

  private async boot(): Promise<void> {
    const boot = ++this.boots;
    const loading = this.options.clock.hold(LOAD_LIMIT_ms);
    try {
      const settings = new SettingsWriter(this.options.deviceId, this.options.settings?.() ?? {});
      const vm = await createVm(this.surroundings());
      // it may have been stopped meanwhile, or even started again
      if (this.running && boot === this.boots) this.run(vm, settings);
    } finally {
      loading.release();
    }
  }

  private run(vm: Vm, settings: SettingsWriter): void {
    const { deviceId, flash, onLog, onPanic, onFrame } = this.options;
    vm.dmesg = (line) => onLog?.(line);
    vm.log = () => undefined;
    vm.error = (problem) => this.ended(problem);
    vm.panicHandler = (code) => {
      if (code !== 0) onPanic?.(code);
    };
    vm.flashLoad = () => flash.content;
    vm.flashSave = (content) => {
      flash.content = content;
    };
    vm.sendPacket = (frame) => {
      onFrame?.(frame);
      const writes = settings.onFrame(frame);
      if (writes) {
        for (const write of writes) this.send(write);
        this.later(() => this.deploy(), 0);
      }
      this.writers = this.writers.filter((writer) => {
        const more = writer.onFrame(frame);
        // the runtime leaves out what comes at a stretch while its program runs
        more?.forEach((write, i) => this.later(() => this.vm?.handlePacket(write), i * PACE_ms));
        return !more;
      });
      return 0;
    };
    this.vm = vm;
    vm.devsSetDeviceId(deviceId);
    vm.devsStart();
  }

  private deploy(): void {
    const code = this.vm?.devsDeploy(this.options.bytecode);
    if (code) this.options.onLog?.(`! the bytecode was refused: ${code}`);
  }

  private surroundings(): Surroundings {
    const { clock } = this.options;
    return {
      now: () => clock.now(),
      // the machine has one timer: its next step
      setTimeout: (action, delay_ms) => {
        const idle_ms = delay_ms >= IDLE_TICK_ms ? clock.idleTick_ms : SHORTEST_TICK_ms;
        const tick = { action, timer: clock.setTimeout(action, Math.max(delay_ms, idle_ms)) };
        this.tick = tick;
        return tick;
      },
      random: this.options.random ?? randomBytes,
      clearTimeout: (tick) => clock.clearTimeout((tick as { timer: Timer }).timer),
      connect: (protocol, host, port) => this.connect(protocol, host, port),
    };
  }

  private connect(protocol: "tcp" | "tls", host: string, port: number): VmSocket {
    this.options.onConnect?.();
    const reach = this.options.reach?.() ?? "acknowledged";
    if (reach !== "acknowledged") {
      return new FeignedSocket(reach, (act) =>
        this.later(() => {
          act();
          this.look();
        }, 0),
      );
    }
    for (const socket of this.sockets) if (socket.isClosed) this.sockets.delete(socket);
    const { clock, fateOf } = this.options;
    const socket = new DeviceSocket(protocol, host, port, clock, () => this.look(), this.traffic, fateOf);
    this.sockets.add(socket);
    return socket;
  }

  /** Brings the machine's next step forward to now: it has news. */
  private look(): void {
    if (!this.tick) return;
    this.options.clock.clearTimeout(this.tick.timer);
    this.tick.timer = this.options.clock.setTimeout(this.tick.action, 0);
  }

  /** The machine has left: a reset, after which it starts again, or a fault of the machine itself. */
  private ended(problem: unknown): void {
    this.halt();
    if ((problem as { name?: string }).name === "ExitStatus") {
      this.later(() => void this.boot(), RESET_ms);
    } else {
      this.running = false;
      this.options.onLog?.(`! the virtual machine failed: ${String(problem)}`);
    }
  }

  private halt(): void {
    this.writers = [];
    this.vm?.devsStop();
    this.vm = undefined;
    if (this.tick) this.options.clock.clearTimeout(this.tick.timer);
    this.tick = undefined;
    for (const timer of this.timers) this.options.clock.clearTimeout(timer);
    this.timers.clear();
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  private later(action: () => void, delay_ms: number): void {
    const timer = this.options.clock.setTimeout(() => {
      this.timers.delete(timer);
      action();
    }, delay_ms);
    this.timers.add(timer);
  }
}

/** A device id that is always the same for the same name. */
export function deviceIdOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}

/**
 * The id under which a program's own Jacdac servers appear. Roles named `[app:N]` look there, so
 * sensors under this id stand where the drivers of a real board stand.
 */
export function appDeviceIdOf(deviceId: string): string {
  const id = Buffer.from(deviceId, "hex");
  return Buffer.from(id.map((byte, i) => byte ^ (APP_DEVICE_MASK[i] as number))).toString("hex");
}

/** 0xdb2249a7751b53f8 of the runtime, lowest byte first. */
const APP_DEVICE_MASK = [0xf8, 0x53, 0x1b, 0x75, 0xa7, 0x49, 0x22, 0xdb];
