/**
 * A 36-cell panel. Its points are those of the 20 W module TDC-M20-36 (table 1 of doi:10.1186/s40807-018-0049-0,
 * Renewables 2018), scaled in current to other powers; the curve through them is the explicit one with two constants,
 * `I = Isc (1 - C1 (exp(V / (C2 Voc)) - 1))`, whose constants follow from the four points.
 */
const ISC_A = 1.17;
const VOC_V = 22.7;
const IMP_A = 1.07;
const VMP_V = 18.76;
/** Temperature coefficients, from the same table. */
const ISC_PER_K = 0.00043;
const VOC_PER_K = -0.0035;
/** `n Ns k T / q` at 25 °C with the table's ideality factor of 1.0036: how the voltage falls with the logarithm of the light. */
const LIGHT_VOLTAGE_V = 1.0036 * 36 * 0.02569;
/** Nominal operating cell temperature, at 800 W/m² and 20 °C air. Chosen: data sheets of such modules say 45 to 47 °C. */
const NOCT_degC = 46;

const C2 = (VMP_V / VOC_V - 1) / Math.log(1 - IMP_A / ISC_A);
const C1 = (1 - IMP_A / ISC_A) * Math.exp(-VMP_V / (C2 * VOC_V));

const NODES = 1024;
/** Share of the short-circuit current at a share of the open-circuit voltage. */
const currentShares = Float64Array.from({ length: NODES + 2 }, (_, i) =>
  i < NODES ? Math.max(0, 1 - C1 * (Math.exp(i / NODES / C2) - 1)) : 0,
);
/** The best of all products of the two shares, and the share of voltage at which it is had. */
const bestVoltageShare = best();
const bestPowerShare = bestVoltageShare * shareOfCurrent(bestVoltageShare);
/** Share of voltage, above the best, at which a share of the best power is had. */
const voltageShares = Float64Array.from({ length: NODES + 2 }, (_, i) => voltageShareFor(Math.min(1, i / NODES)));

function shareOfCurrent(voltageShare: number): number {
  if (voltageShare >= 1) return 0;
  const at = voltageShare * NODES;
  const i = at | 0;
  const low = currentShares[i] as number;
  return low + ((currentShares[i + 1] as number) - low) * (at - i);
}

function best(): number {
  let share = 0;
  for (let i = 1; i < NODES; i++) {
    if (i * (currentShares[i] as number) > share * NODES * shareOfCurrent(share)) share = i / NODES;
  }
  return share;
}

function voltageShareFor(powerShare: number): number {
  let low = bestVoltageShare;
  let high = 1;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (middle * shareOfCurrent(middle) > powerShare * bestPowerShare) low = middle;
    else high = middle;
  }
  return low;
}

/** A panel in the light of one minute. */
export class Panel {
  /** What it gives at most, and the voltage at which it does. 0 in darkness. */
  power_W = 0;
  voltageAtPower_V = 0;
  openVoltage_V = 0;
  private shortCurrent_A = 0;
  private readonly scale: number;

  /** @param tolerance factor on its current, near 1 */
  constructor(panel_Wp: number, tolerance: number) {
    this.scale = (panel_Wp * tolerance) / (IMP_A * VMP_V);
  }

  /**
   * Sets the light.
   *
   * @param irradiance_W_per_m2 what arrives at the cells
   * @param air_degC temperature of the air around it
   * @param output share of its current, and `voltage` share of its voltage, that a damaged panel still gives
   */
  shine(irradiance_W_per_m2: number, air_degC: number, output: number, voltage: number): void {
    const aboveTest_K = air_degC - 25 + ((NOCT_degC - 20) / 800) * irradiance_W_per_m2;
    const suns = irradiance_W_per_m2 / 1000;
    this.shortCurrent_A = ISC_A * this.scale * suns * (1 + ISC_PER_K * aboveTest_K) * output;
    const open_V = VOC_V * (1 + VOC_PER_K * aboveTest_K) + LIGHT_VOLTAGE_V * Math.log(suns);
    this.openVoltage_V = open_V > 0 ? open_V * voltage : 0;
    this.voltageAtPower_V = bestVoltageShare * this.openVoltage_V;
    this.power_W = bestPowerShare * this.openVoltage_V * this.shortCurrent_A;
  }

  darken(): void {
    this.power_W = 0;
    this.voltageAtPower_V = 0;
    this.openVoltage_V = 0;
    this.shortCurrent_A = 0;
  }

  /** Current in A that it gives at a voltage. */
  currentAt_A(voltage_V: number): number {
    if (voltage_V >= this.openVoltage_V) return 0;
    return this.shortCurrent_A * shareOfCurrent(voltage_V / this.openVoltage_V);
  }

  /** Voltage, from the one of most power upwards, at which it gives no more than this power. */
  voltageFor_V(power_W: number): number {
    if (power_W >= this.power_W) return this.voltageAtPower_V;
    const at = (power_W / this.power_W) * NODES;
    const i = at | 0;
    const low = voltageShares[i] as number;
    return (low + ((voltageShares[i + 1] as number) - low) * (at - i)) * this.openVoltage_V;
  }
}
