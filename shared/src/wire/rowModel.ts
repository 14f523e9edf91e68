import { Column, FIRST_CORE_COLUMN } from "./columns";

/** Up to here (voltages and currents of battery and panel) sensors count in steps of several units. */
const LAST_STEPPED_COLUMN = Column.PanelCurrent_mA;
/** An INA3221 counts volts in steps of 8 mV (SBOS576), which is 2³. */
const LARGEST_STEP_bits = 3;

/** Time from one reading to the next that is expected at the start: the usual quarter of an hour. */
const USUAL_STEP_s = 900;
/** Longer steps are not taken for the interval between readings, so that it times `LONGEST_JUMP` stays exact. */
const LONGEST_STEP = 0x800000;
const LONGEST_JUMP = 0x10000;

/** A change that would take so many ones is written as a number. Chosen by trying it on simulated readings. */
export const ESCAPE = 5;
/** A change of more steps counts as so many in the mean: one jump must not make the rows after it dear. Chosen likewise. */
export const LARGEST_LEARNT = 128;
/** Twice the mean change, in steps, that is expected of stepped columns at the start. Chosen likewise. */
const FIRST_CHANGE = 32;
/** Twice the mean change, in steps, from which on one bit of a change is written as it is; for each further bit it doubles. */
export const RICE_UNIT = 6;

/**
 * Columns that keep still for hours: radio light, charge state, outputs that are off, and of the lamps all but
 * their currents. One bit says that none of them changed.
 */
const QUIET_COLUMNS = 0xfc6800;

/** What packer and unpacker know of the rows before the next one, and expect of it. Portable. */
export class RowModel {
  sequence = -1;
  time = 0;
  private step = USUAL_STEP_s;
  /** The columns of measured values, the quiet ones last, and how many are not quiet. */
  readonly order: number[] = [];
  readonly lively: number;
  /** By column: the last value; how many of its lowest bits never changed; twice the mean change, in steps of 2^still. */
  readonly last: number[] = [];
  readonly still: number[] = [];
  readonly change: number[] = [];

  constructor(
    readonly from: number,
    to: number,
  ) {
    const quiet: number[] = [];
    for (let column = 0; column < to; column++) {
      const isStepped = column <= LAST_STEPPED_COLUMN;
      this.last.push(0);
      this.still.push(isStepped ? LARGEST_STEP_bits : 0);
      this.change.push(isStepped ? FIRST_CHANGE : 0);
      if (column >= from && column >= FIRST_CORE_COLUMN)
        ((QUIET_COLUMNS >> column) & 1 ? quiet : this.order).push(column);
    }
    this.lively = this.order.length;
    for (const column of quiet) this.order.push(column);
  }

  /** The time that a reading should have whose sequence is `jump` off the next one in order. */
  expected(jump: number): number {
    return this.time + this.step * (jump < -LONGEST_JUMP || jump > LONGEST_JUMP ? 1 : jump + 1);
  }

  /** Goes on to a reading. */
  move(jump: number, time: number): void {
    const step = time - this.time;
    if (jump === 0 && step > -LONGEST_STEP && step < LONGEST_STEP) this.step = step;
    this.sequence = this.sequence + 1 + jump;
    this.time = time;
  }

  /** Takes in a value that was written as a number: of its lowest bits those stay still that are the same as before. */
  jumpTo(column: number, value: number): void {
    let still = this.still[column] as number;
    while ((value ^ (this.last[column] as number)) & ((1 << still) - 1)) still = still - 1;
    this.still[column] = still;
    this.last[column] = value;
    this.change[column] = ((this.change[column] as number) >> 1) + LARGEST_LEARNT;
  }
}
