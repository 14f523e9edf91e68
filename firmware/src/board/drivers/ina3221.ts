import type { I2C } from "@devicescript/i2c";
import {
  INA3221_CONFIGURATION,
  INA3221_DIE,
  INA3221_SETTING,
  ina3221Bus,
  ina3221Bus_V,
  ina3221Shunt,
  ina3221Shunt_uV,
} from "./ina3221Registers";
import { PowerMonitor } from "./powerMonitor";
import { current_A } from "./registers";

/** INA3221 at 0x40 (A0 to GND), 0x41 (VS), 0x42 (SDA) or 0x43 (SCL): SBOS576B, table 1. */
export class Ina3221 extends PowerMonitor {
  protected readonly die = INA3221_DIE;
  protected readonly configuration = INA3221_CONFIGURATION;
  protected readonly setting = INA3221_SETTING;

  /** @param shunts_mOhm of channels 1 to 3 */
  constructor(
    address: number,
    readonly shunts_mOhm: number[],
    client?: I2C,
  ) {
    super(address, client);
  }

  /** Voltage at IN– of channel 1, 2 or 3; NaN where the chip does not answer. */
  async readVoltage_V(channel: number): Promise<number> {
    return ina3221Bus_V(await this.read(ina3221Bus(channel)));
  }

  /** Current from IN+ to IN– of channel 1, 2 or 3; NaN where the chip does not answer. */
  async readCurrent_A(channel: number): Promise<number> {
    return current_A(ina3221Shunt_uV(await this.read(ina3221Shunt(channel))), this.shunts_mOhm[channel - 1]);
  }
}
