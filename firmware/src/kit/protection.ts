import { Column, NOT_MEASURED } from "../../../shared/src/wire/columns";

/** Indices into `lampConditions` of the contract. */
const enum LampCondition {
  Ok = 0,
  Open = 1,
  Short = 2,
}

/** What an output is off for: 1 + its index in `offReasons`, as the `Off` column has it. */
export const enum Reason {
  None = 0,
  LowBattery = 1,
  Overload = 2,
  Short = 3,
  Hot = 4,
}

const LAMPS = 3;
const PORTS = 2;
/** USB port 1 among the `outputs` of the contract. */
const FIRST_PORT = 3;

/** Less is no lamp: the dimmest step of a lamp with a third of its light left takes 20 mA, a shunt errs by 1. Chosen. */
const OPEN_mA = 10;
/** Three times what a lamp of 2.3 W takes; a switch such as TPS2420 holds a short at about 1 A. Chosen. */
const SHORT_mA = 600;
/** A port that charges with the 1.5 A of BC 1.2 takes 8.8 W with its converter; TPS2553 holds a short at 1.7 A, 10 W. Chosen. */
const OVERLOAD_mW = 9300;
/** A broken lamp and a greedy phone are believed after two readings; a short at once. */
const BELIEVED_AFTER = 2;
/**
 * A switch cools in minutes, and a wet plug dries in some more; ten are over before the next
 * reading of a quarter of an hour, so an attempt lasts five minutes. After three attempts somebody
 * has to look, and to restart the kit. Chosen.
 */
const RETRY_s = 600;
const RETRIES = 3;
/** An ESP32 is made for up to 85 °C around it (its data sheet); the margin and the way back are chosen. */
const HOT_degC = 80;
const COOL_degC = 70;

/**
 * Looks after lamps, USB ports and the controller: what is broken, and what is switched off for it.
 *
 * It sees them at readings alone: to ask every sensor each minute costs a kit a quarter more of its
 * computing time, and until the next reading a short is held by its switch. Portable.
 */
export class Protection {
  private readonly conditions: number[] = [NOT_MEASURED, NOT_MEASURED, NOT_MEASURED];
  /** For each lamp and port: readings in a row that spoke against it, attempts since it was well, when the next is. */
  private readonly seen: number[] = [0, 0, 0, 0, 0];
  private readonly tries: number[] = [0, 0, 0, 0, 0];
  private readonly offUntil_s: number[] = [];
  private isHot = false;

  constructor() {
    for (let output = 0; output < LAMPS + PORTS; output++) this.offUntil_s.push(NOT_MEASURED);
  }

  /** Judges a reading, and fills in the conditions of the lamps: the last that was seen of a lamp that is not lit. */
  judge(row: number[], off: number, uptime_s: number): void {
    for (let lamp = 0; lamp < LAMPS; lamp++) {
      if ((off & (1 << lamp)) === 0) this.judgeLamp(lamp, row, uptime_s);
      row[Column.Lamp1Condition + lamp] = this.conditions[lamp] as number;
    }
    for (let port = 0; port < PORTS; port++) {
      if ((off & (1 << (FIRST_PORT + port))) === 0) this.judgePort(port, row, uptime_s);
    }
    const controller_degC = row[Column.ControllerTemperature_degC] as number;
    if (controller_degC > HOT_degC) this.isHot = true;
    else if (controller_degC < COOL_degC && controller_degC !== NOT_MEASURED) this.isHot = false;
  }

  /** Tries again what has been off for long enough. */
  tryAgain(uptime_s: number): void {
    for (let output = 0; output < LAMPS + PORTS; output++) {
      const until_s = this.offUntil_s[output] as number;
      const tries = this.tries[output] as number;
      if (until_s === NOT_MEASURED || uptime_s < until_s || tries >= RETRIES) continue;
      this.offUntil_s[output] = NOT_MEASURED;
      this.tries[output] = tries + 1;
    }
  }

  /** Why an output is to be off. */
  reasonFor(output: number): Reason {
    if (output < FIRST_PORT + PORTS && this.offUntil_s[output] !== NOT_MEASURED) {
      return output < FIRST_PORT ? Reason.Short : Reason.Overload;
    }
    return this.isHot && output >= FIRST_PORT && output < FIRST_PORT + PORTS ? Reason.Hot : Reason.None;
  }

  /** The first lamp that is not known to be broken. */
  lampToKeep(): number {
    for (let lamp = 0; lamp < LAMPS; lamp++) {
      if (this.conditions[lamp] !== LampCondition.Open && this.conditions[lamp] !== LampCondition.Short) return lamp;
    }
    return 0;
  }

  private judgeLamp(lamp: number, row: number[], uptime_s: number): void {
    const { conditions, seen } = this;
    const current_mA = row[Column.Lamp1Current_mA + lamp] as number;
    const commanded_pct = row[Column.Lamp1Commanded_pct + lamp] as number;
    if (current_mA === NOT_MEASURED) return;
    if (current_mA >= SHORT_mA) {
      conditions[lamp] = LampCondition.Short;
      seen[lamp] = 0;
      this.switchOff(lamp, uptime_s);
    } else if (commanded_pct > 0 && current_mA < OPEN_mA) {
      const times = (seen[lamp] as number) + 1;
      seen[lamp] = times;
      if (times >= BELIEVED_AFTER) conditions[lamp] = LampCondition.Open;
    } else if (commanded_pct > 0) {
      seen[lamp] = 0;
      this.tries[lamp] = 0;
      conditions[lamp] = LampCondition.Ok;
    }
  }

  private judgePort(port: number, row: number[], uptime_s: number): void {
    const output = FIRST_PORT + port;
    const current_mA = row[port === 0 ? Column.Usb1Current_mA : Column.Usb2Current_mA] as number;
    const voltage_mV = row[Column.BatteryVoltage_mV] as number;
    if (current_mA === NOT_MEASURED || voltage_mV === NOT_MEASURED) return;
    if (Math.floor((current_mA * voltage_mV) / 1000) < OVERLOAD_mW) {
      this.seen[output] = 0;
      this.tries[output] = 0;
      return;
    }
    const times = (this.seen[output] as number) + 1;
    this.seen[output] = times;
    // after an attempt one reading is enough
    if (times >= BELIEVED_AFTER || (this.tries[output] as number) > 0) {
      this.seen[output] = 0;
      this.switchOff(output, uptime_s);
    }
  }

  private switchOff(output: number, uptime_s: number): void {
    this.offUntil_s[output] = uptime_s + RETRY_s;
  }
}
