import { millis, sleep } from "@devicescript/core";
import { REGISTER_CONFIGURATION, REGISTER_DIE, REGISTER_MANUFACTURER, signed16, TEXAS_INSTRUMENTS } from "./registers";

/** An I²C bus: the board's own, or that of a test. */
export interface Bus {
  /**
   * Writes, then reads `size` bytes where it is given.
   *
   * @param address seven bits
   * @throws Error where nobody answers
   */
  xfer(address: number, write: Buffer, size?: number): Promise<Buffer>;
}

/** From its start to its first values: 64 samples of two voltages of three channels take an INA3221 0.42 s (ina3221Registers.ts). */
const CONVERSION_ms = 450;
/** So long its values may be read; then it is powered down. Chosen, for all roles of the board to be read. */
const FRESH_ms = 1800;
/** Without its mode, the last three bits of its configuration, a chip is powered down. */
const MODE = 7;

/**
 * A power monitor on the I²C bus. It keeps no value: what it returns was measured just now, or is
 * NaN. Between two readings the chip is powered down, which takes 0.5 µA instead of 350 (SBOS576,
 * Electrical Characteristics). (`I2CSensorDriver` of the platform caches, and one failed read leaves
 * it locked for ever.)
 */
export abstract class PowerMonitor {
  /** Whether the chip was told to measure. */
  private isOn = false;
  private startedAt_ms = -FRESH_ms;

  /**
   * @param die what its register of this name holds
   * @param setting what its configuration is while it measures
   */
  constructor(
    readonly address: number,
    private readonly die: number,
    private readonly setting: number,
    private readonly bus: Bus,
  ) {}

  /** Voltage of a channel; NaN where the chip does not answer. */
  abstract readVoltage_V(channel: number): Promise<number>;

  /** Current of a channel from IN+ to IN–; NaN where the chip does not answer. */
  abstract readCurrent_A(channel: number): Promise<number>;

  /** Looks who answers. Does not throw: a chip that is missing may come back. */
  async isThere(): Promise<boolean> {
    try {
      return (
        (await this.word(REGISTER_MANUFACTURER)) === TEXAS_INSTRUMENTS && (await this.word(REGISTER_DIE)) === this.die
      );
    } catch {
      return false;
    }
  }

  /** A register as a signed number, NaN where the chip does not answer. The first of several that are read at once has it measure. */
  protected async read(register: number): Promise<number> {
    try {
      if (millis() - this.startedAt_ms >= FRESH_ms) await this.measure();
      await sleep(this.startedAt_ms + CONVERSION_ms - millis());
      // a chip that restarted meanwhile has its reset setting, and zeros until its first conversion ends
      if (this.isOn && (await this.word(REGISTER_CONFIGURATION)) === this.setting) return await this.word(register);
    } catch {
      // nobody there
    }
    return NaN;
  }

  private async measure(): Promise<void> {
    this.startedAt_ms = millis();
    this.isOn = false;
    await this.configure(this.setting);
    this.isOn = true;
    const self = this;
    const rest = async () => await self.powerDown();
    rest.start();
  }

  private async powerDown(): Promise<void> {
    await sleep(FRESH_ms);
    try {
      if (millis() - this.startedAt_ms >= FRESH_ms) await this.configure(this.setting & ~MODE);
    } catch {
      // unheard, it would restart the program
    }
  }

  private async configure(setting: number): Promise<void> {
    await this.bus.xfer(this.address, Buffer.from([REGISTER_CONFIGURATION, setting >> 8, setting & 0xff]));
  }

  private async word(register: number): Promise<number> {
    const bytes = await this.bus.xfer(this.address, Buffer.from([register]), 2);
    return signed16(bytes[0], bytes[1]);
  }
}
