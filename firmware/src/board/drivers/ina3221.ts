import {
  INA3221_DIE,
  INA3221_SETTING,
  ina3221Bus,
  ina3221Bus_V,
  ina3221Shunt,
  ina3221Shunt_uV,
} from "./ina3221Registers";
import { type Bus, PowerMonitor } from "./powerMonitor";
import { current_A } from "./registers";

/** INA3221 at 0x40 (A0 to GND), 0x41 (VS), 0x42 (SDA) or 0x43 (SCL): SBOS576B, table 1. Its channels are 1 to 3. */
export class Ina3221 extends PowerMonitor {
  /** @param shunts_mOhm of channels 1 to 3 */
  constructor(
    address: number,
    private readonly shunts_mOhm: number[],
    bus: Bus,
  ) {
    super(address, INA3221_DIE, INA3221_SETTING, bus);
  }

  /** Voltage at IN– of the channel. */
  async readVoltage_V(channel: number): Promise<number> {
    return ina3221Bus_V(await this.read(ina3221Bus(channel)));
  }

  async readCurrent_A(channel: number): Promise<number> {
    return current_A(ina3221Shunt_uV(await this.read(ina3221Shunt(channel))), this.shunts_mOhm[channel - 1]);
  }
}
