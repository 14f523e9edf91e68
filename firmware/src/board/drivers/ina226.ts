import type { I2C } from "@devicescript/i2c";
import {
  INA226_BUS,
  INA226_CONFIGURATION,
  INA226_DIE,
  INA226_SETTING,
  INA226_SHUNT,
  ina226Bus_V,
  ina226Shunt_uV,
} from "./ina226Registers";
import { PowerMonitor } from "./powerMonitor";
import { current_A } from "./registers";

/** INA226, for instance at 0x44 (A1 to VS, A0 to GND): SBOS547B, table 6-2. */
export class Ina226 extends PowerMonitor {
  protected readonly die = INA226_DIE;
  protected readonly configuration = INA226_CONFIGURATION;
  protected readonly setting = INA226_SETTING;

  constructor(
    address: number,
    readonly shunt_mOhm: number,
    client?: I2C,
  ) {
    super(address, client);
  }

  /** Voltage at VBUS; NaN where the chip does not answer. */
  async readVoltage_V(): Promise<number> {
    return ina226Bus_V(await this.read(INA226_BUS));
  }

  /** Current from IN+ to IN–; NaN where the chip does not answer. */
  async readCurrent_A(): Promise<number> {
    return current_A(ina226Shunt_uV(await this.read(INA226_SHUNT)), this.shunt_mOhm);
  }
}
