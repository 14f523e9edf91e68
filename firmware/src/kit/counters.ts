import { NOT_MEASURED } from "../../../shared/src/wire/columns";

/**
 * How often the counters are written to flash; a start writes them as well. Chosen: an hour at most is lost with a
 * reset, and ten years come to 88,000 records of some fifty bytes.
 */
export const COUNTERS_INTERVAL_s = 3600;

/** The first number of a record; another one is another firmware's. */
const VERSION = 1;
/** Where the counters stand in a record, in the order of `counterNames`, before its checksum. */
const FIRST = 1;
const COUNT = 6;
const Wh_mWs = 3600000;
const LARGEST = 0x7fffffff;

/**
 * What a kit counts for as long as its flash keeps it. Energy is summed in mWs; the rest of a Wh
 * is lost with a reset. Portable.
 */
export class Counters {
  private charged_Wh = 0;
  private discharged_Wh = 0;
  private fullCharges = 0;
  private deepDischarges = 0;
  /** 0 until it was measured. */
  private usable_mAh = 0;
  private resets = 0;
  private charged_mWs = 0;
  private discharged_mWs = 0;
  /** What has flowed out, less what flowed in, since the battery was full; not known before that. */
  private sinceFull_mAs = NOT_MEASURED;

  /** @param stored what flash held at the start. A record that is broken, or of another version, begins anew. */
  constructor(stored: number[]) {
    if (!isWhole(stored)) return;
    this.charged_Wh = stored[FIRST] as number;
    this.discharged_Wh = stored[FIRST + 1] as number;
    this.fullCharges = stored[FIRST + 2] as number;
    this.deepDischarges = stored[FIRST + 3] as number;
    this.usable_mAh = stored[FIRST + 4] as number;
    this.resets = (stored[FIRST + 5] as number) + 1;
  }

  /** @param current_mA flowed for `elapsed_s` until now; positive when charging */
  count(voltage_mV: number, current_mA: number, elapsed_s: number): void {
    if (voltage_mV === NOT_MEASURED || current_mA === NOT_MEASURED) return;
    const isCharging = current_mA > 0;
    const power_mW = Math.floor((voltage_mV * (isCharging ? current_mA : -current_mA)) / 1000);
    if (isCharging) {
      this.charged_mWs = this.charged_mWs + power_mW * elapsed_s;
      const whole_Wh = Math.floor(this.charged_mWs / Wh_mWs);
      this.charged_Wh = this.charged_Wh + whole_Wh;
      this.charged_mWs = this.charged_mWs - whole_Wh * Wh_mWs;
    } else {
      this.discharged_mWs = this.discharged_mWs + power_mW * elapsed_s;
      const whole_Wh = Math.floor(this.discharged_mWs / Wh_mWs);
      this.discharged_Wh = this.discharged_Wh + whole_Wh;
      this.discharged_mWs = this.discharged_mWs - whole_Wh * Wh_mWs;
    }
    if (this.sinceFull_mAs !== NOT_MEASURED) this.sinceFull_mAs = this.sinceFull_mAs - current_mA * elapsed_s;
  }

  /** The battery is full. */
  filled(isFirst: boolean): void {
    if (isFirst) this.fullCharges = this.fullCharges + 1;
    this.sinceFull_mAs = 0;
  }

  /**
   * The battery is empty. What it gave since it was full moves the usable capacity by a fifth, as
   * in LibreSolar's firmware: one day with a cold battery or a drifting sensor does not count much.
   */
  emptied(): void {
    this.deepDischarges = this.deepDischarges + 1;
    if (this.sinceFull_mAs === NOT_MEASURED || this.sinceFull_mAs < 0) return;
    const given_mAh = Math.floor(this.sinceFull_mAs / 3600);
    if (this.usable_mAh === 0) this.usable_mAh = given_mAh;
    else this.usable_mAh = Math.floor((4 * this.usable_mAh + given_mAh) / 5);
    // what comes until it is full again is no whole discharge
    this.sinceFull_mAs = NOT_MEASURED;
  }

  /** As a report carries them, in the order of `counterNames`. */
  values(): number[] {
    const values = this.numbers();
    if (this.usable_mAh === 0) values[4] = NOT_MEASURED;
    return values;
  }

  /** What flash keeps: version, the counters, checksum. */
  record(): number[] {
    const record = [VERSION];
    for (const value of this.numbers()) record.push(value);
    record.push(checksum(record));
    return record;
  }

  private numbers(): number[] {
    return [this.charged_Wh, this.discharged_Wh, this.fullCharges, this.deepDischarges, this.usable_mAh, this.resets];
  }
}

function isWhole(stored: number[]): boolean {
  if (stored.length !== FIRST + COUNT + 1 || stored[0] !== VERSION) return false;
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i] as number;
    if (typeof value !== "number" || !(value >= 0 && value < LARGEST) || Math.floor(value) !== value) return false;
  }
  return stored[FIRST + COUNT] === checksum(stored.slice(0, FIRST + COUNT));
}

/** Every number and its place count. */
function checksum(numbers: number[]): number {
  let sum = 1;
  for (const value of numbers) sum = (sum * 31 + (value % 65521)) % 65521;
  return sum;
}
