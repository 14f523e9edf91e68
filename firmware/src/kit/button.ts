/** What somebody did with the button. */
export const enum Press {
  None = 0,
  /** Show the state. */
  Short = 1,
  /** Help is needed. */
  Long = 2,
}

/** Contacts bounce for some milliseconds; a finger stays longer. All chosen. */
const SHORTEST_ms = 50;
const LONGEST_SHORT_ms = 1000;
/** Nobody holds a button for so long by accident, and in between nothing happens, so that neither is mistaken. */
const LONG_ms = 3000;
/** Nobody holds one for longer either: something lies on it. */
const STUCK_ms = 30000;

/** Tells from how long the button is held what is meant. Portable. */
export class Button {
  /** This press was counted already. */
  private isDone = false;

  /**
   * The button is held, told now and then, or was released.
   *
   * @param held_ms since it went down
   * @returns `Long` as soon as it is long, once for each press, and `Short` when it is released
   */
  press(held_ms: number, isReleased: boolean): Press {
    const wasDone = this.isDone;
    this.isDone = !isReleased && (wasDone || held_ms >= LONG_ms);
    if (wasDone || held_ms > STUCK_ms) return Press.None;
    if (held_ms >= LONG_ms) return Press.Long;
    return isReleased && held_ms >= SHORTEST_ms && held_ms <= LONGEST_SHORT_ms ? Press.Short : Press.None;
  }
}
