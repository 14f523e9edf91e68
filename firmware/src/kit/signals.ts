import { Column, NOT_MEASURED } from "../../../shared/src/wire/columns";
import { Reason } from "./protection";

/**
 * What the status light says, as eight times the number of its short flashes plus the number of the
 * long ones that follow. Long flashes say that things go well; short ones that there is something to
 * do; one of each that the kit waits for an answer. Nobody has to count above four, or to tell a colour.
 */
export const enum Signal {
  None = 0,
  AllWell = 1,
  Charging = 2,
  MessageReceived = 3,
  /** Somebody called for help, and nobody has answered yet. */
  Waiting = 9,
  BatteryLow = 16,
  LampFailed = 24,
  CallFocalPoint = 32,
  /** The call for help was heard: one steady light, at once. */
  Heard = 64,
}

/** `light` among the commands of the contract. */
const CALL = 1;
const RECEIVED = 2;

/** All chosen: a long flash is five short ones, and a short one is seen by whoever looks at the kit. */
const SHORT_ms = 200;
const LONG_ms = 1000;
const STEADY_ms = 3000;
const PAUSE_ms = 400;
/** After a signal, so that two are not taken for one. */
const APART_ms = 1500;

/** An alert comes again after so long. Chosen: whoever passes by sees it, and it costs next to nothing. */
export const ALERT_INTERVAL_ms = 20000;

/** The battery's sensor is off by some milliamperes, and a charge below this does not fill it. Chosen. */
const CHARGING_mA = 50;

/** The most important of what there is to say. @param light of the commands: 0 nothing, 1 call, 2 received */
export function signalOf(
  light: number,
  isWaiting: boolean,
  lampFailed: boolean,
  batteryLow: boolean,
  isCharging: boolean,
): Signal {
  if (isWaiting) return light === CALL ? Signal.CallFocalPoint : Signal.Waiting;
  if (light === RECEIVED) return Signal.MessageReceived;
  if (light === CALL) return Signal.CallFocalPoint;
  if (lampFailed) return Signal.LampFailed;
  if (batteryLow) return Signal.BatteryLow;
  return isCharging ? Signal.Charging : Signal.AllWell;
}

/** Times in ms, on and off in turn, beginning with on. */
export function patternOf(signal: Signal): number[] {
  if (signal === Signal.Heard) return [STEADY_ms, APART_ms];
  const times: number[] = [];
  const shorts = signal >> 3;
  const flashes = shorts + (signal & 7);
  for (let flash = 1; flash <= flashes; flash++) {
    times.push(flash <= shorts ? SHORT_ms : LONG_ms);
    times.push(flash < flashes ? PAUSE_ms : APART_ms);
  }
  return times;
}

/** Keeps what there is to say. Portable. */
export class Signals {
  private revision = NOT_MEASURED;
  private light = 0;
  private isWaiting = false;
  private lampFailed = false;
  private batteryLow = false;
  private isCharging = false;

  /** Looks at a row as the kit has filled it in; what was not measured stays as it was seen last. */
  look(row: number[]): void {
    const current_mA = row[Column.BatteryCurrent_mA] as number;
    const off = row[Column.Off] as number;
    if (current_mA !== NOT_MEASURED) this.isCharging = current_mA > CHARGING_mA;
    if (off === NOT_MEASURED) return;
    this.batteryLow = false;
    for (let rest = off; rest !== 0; rest = rest >> 4) {
      if ((rest & 15) === Reason.LowBattery) this.batteryLow = true;
    }
    this.lampFailed = false;
    for (let lamp = Column.Lamp1Condition; lamp <= Column.Lamp3Condition; lamp++) {
      if ((row[lamp] as number) > 0) this.lampFailed = true;
    }
  }

  /**
   * What the provider wants to be shown. An answer to a call for help is one that came after it, so
   * the same revision may be told again.
   *
   * @param light of the commands
   * @param revision of the commands that the kit applied last
   */
  tell(light: number, revision: number): void {
    if (revision === this.revision) return;
    this.revision = revision;
    this.light = light;
    if (light === RECEIVED) this.isWaiting = false;
  }

  /** Somebody held the button. */
  help(): void {
    this.isWaiting = true;
  }

  /**
   * The most important of what there is to say.
   *
   * @param isAsked somebody pressed the button. Without it, alerts alone: the light is not to burn all
   *   night. With it, "message received" has been seen and ends.
   */
  next(isAsked: boolean): Signal {
    const signal = signalOf(this.light, this.isWaiting, this.lampFailed, this.batteryLow, this.isCharging);
    if (isAsked && signal === Signal.MessageReceived) this.light = 0;
    return isAsked || signal > Signal.Charging ? signal : Signal.None;
  }
}
