import { I2C, i2c } from "@devicescript/i2c";
import { REGISTER_DIE, REGISTER_MANUFACTURER, signed16, TEXAS_INSTRUMENTS } from "./registers";

/**
 * A power monitor on the I²C bus. It keeps no value: what it returns was on the bus just now, or is
 * NaN. (`I2CSensorDriver` of the platform caches, and one failed read leaves it locked for ever.)
 */
export abstract class PowerMonitor {
  /** Whether the chip has its setting: asked again after every failure, as it may have lost its supply. */
  private isReady = false;

  /**
   * @param address seven bits
   * @param client of a test; the board's own bus where it is absent
   */
  constructor(
    readonly address: number,
    readonly client: I2C = i2c,
  ) {}

  protected abstract readonly die: number;
  protected abstract readonly configuration: number;
  protected abstract readonly setting: number;

  /** Looks who answers and configures it. Does not throw: a chip that is missing may come back. */
  async init(): Promise<boolean> {
    this.isReady = false;
    try {
      if ((await this.word(REGISTER_MANUFACTURER)) !== TEXAS_INSTRUMENTS) return false;
      if ((await this.word(REGISTER_DIE)) !== this.die) return false;
      const { setting } = this;
      await this.client.writeRegBuf(this.address, this.configuration, Buffer.from([setting >> 8, setting & 0xff]));
      this.isReady = (await this.word(this.configuration)) === setting;
    } catch {
      this.isReady = false;
    }
    return this.isReady;
  }

  /** A register as a signed number, NaN where the chip does not answer. */
  protected async read(register: number): Promise<number> {
    if (!this.isReady) {
      // its first values are of the samples before the setting: they come with the next reading
      await this.init();
      return NaN;
    }
    try {
      // a chip that restarted has its reset setting, and zeros until its first conversion ends
      if ((await this.word(this.configuration)) !== this.setting) {
        await this.init();
        return NaN;
      }
      return await this.word(register);
    } catch {
      this.isReady = false;
      return NaN;
    }
  }

  private async word(register: number): Promise<number> {
    const bytes = await this.client.readRegBuf(this.address, register, 2);
    return signed16(bytes[0], bytes[1]);
  }
}
