import { INA226_BUS, INA226_DIE, INA226_SETTING, INA226_SHUNT, ina226Bus_V, ina226Shunt_uV } from "./ina226Registers";
import { type Bus, PowerMonitor } from "./powerMonitor";
import { current_A } from "./registers";

/** INA226, for instance at 0x44 (A1 to VS, A0 to GND): SBOS547B, table 6-2. It has one channel. */
export class Ina226 extends PowerMonitor {
  constructor(
    address: number,
    private readonly shunt_mOhm: number,
    bus: Bus,
  ) {
    super(address, INA226_DIE, INA226_SETTING, bus);
  }

  /** Voltage at VBUS. */
  async readVoltage_V(): Promise<number> {
    return ina226Bus_V(await this.read(INA226_BUS));
  }

  async readCurrent_A(): Promise<number> {
    return current_A(ina226Shunt_uV(await this.read(INA226_SHUNT)), this.shunt_mOhm);
  }
}
