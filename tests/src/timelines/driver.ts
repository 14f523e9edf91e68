import { emptyRow, Column } from "@yeelen/shared/wire/columns";
import { type Random, randomOf } from "@yeelen/simulator/random";
import { answer, Server } from "./server";
import { type Kind, STEP_s, stampOf, type Timeline, valuesAt } from "./timeline";

/** How long flash is not what it was: "full" keeps what it has and takes nothing, "worn" keeps nothing. */
export type FlashState = "sound" | "full" | "worn";

/** What a connection does with a report: the answers that come, and whether the connection is over then. */
export interface Exchange {
  (report: Buffer): { answers: Buffer[]; isOver: boolean };
  /** Connections may open over which nothing comes. */
  isHalfOpen: boolean;
}

/** A kit as a timeline deals with it: the native one, or a board that runs the bytecode. */
export interface Subject {
  powerOn(random: number): Promise<void> | void;
  /** Everything but flash is gone. */
  powerOff(): void;
  /**
   * A step has passed: the kit measures these values, keeps what it must, and uploads what it wants to where there is a network.
   *
   * @param writes how many records it gets to write until its power goes; undefined = all
   */
  step(row: number[], exchange: Exchange | undefined, writes: number | undefined): Promise<void> | void;
  setFlash(state: FlashState): void;
  /** Whether flash keeps what is written: a board may need longer than `setFlash` says. */
  isFlashSound(): boolean;
  eraseFlash(): void;
  /** Of the reading that the last step took. */
  taken(): { incarnation: number; sequence: number };
  /** What it did not send or tell yet: readings, and triples of incarnation, first and last sequence. */
  held(): number;
  untold(): [incarnation: number, first: number, last: number][];
}

/** A reading that the kit took. */
export interface Taken {
  step: number;
  incarnation: number;
  sequence: number;
  row: number[];
}

/** What there is to judge after a timeline. */
export interface Outcome {
  timeline: Timeline;
  taken: Taken[];
  /** The first step in which a boot was not there any more, for each cut. */
  cuts: number[];
  /** Steps in which flash was not sound, or was erased. */
  badFlash: Set<number>;
  server: Server;
  held: number;
  untold: [incarnation: number, first: number, last: number][];
}

/** Lives through a timeline. */
export async function live(timeline: Timeline, subject: Subject): Promise<Outcome> {
  const { seed, steps, happenings } = timeline;
  const random = randomOf(seed, "life");
  const server = new Server(1_795_414_000);
  const network = new Network(server, random);
  const taken: Taken[] = [];
  const cuts: number[] = [];
  const badFlash = new Set<number>();
  let isOn = false;
  for (let step = 0; step < steps; step++) {
    const now = happenings.filter(({ from, until }) => from <= step && step < Math.max(until, from + 1));
    const is = (kind: Kind) => now.some((one) => one.kind === kind);
    const begins = (kind: Kind) => now.some((one) => one.kind === kind && one.from === step);
    const state = is("flash worn") ? "worn" : is("flash full") ? "full" : "sound";
    subject.setFlash(state);
    if (state !== "sound" || begins("flash erased")) badFlash.add(step);
    const lasts = now.some((one) => one.kind === "power cut" && one.until > step);
    if (begins("power cut") || begins("flash erased")) {
      // what an erased flash had is lost, even where the power was off already
      if (isOn || begins("flash erased")) cuts.push(step);
      subject.powerOff();
      isOn = false;
    }
    if (begins("flash erased")) subject.eraseFlash();
    if (lasts) continue;
    if (!isOn) {
      await subject.powerOn(random());
      isOn = true;
    }
    const row = emptyRow();
    if (!is("sensors dead") || random() < 0.3) {
      const [voltage, current, panel, panelCurrent, temperature, lamp] = valuesAt(step, random);
      row[Column.BatteryVoltage_mV] = voltage as number;
      row[Column.BatteryCurrent_mA] = current as number;
      row[Column.PanelCurrent_mA] = panelCurrent as number;
      row[Column.ControllerTemperature_degC] = temperature as number;
      row[Column.Lamp1Current_mA] = lamp as number;
      row[Column.PanelVoltage_mV] = panel as number;
    }
    // the sensor of the panel's voltage never dies: a reading is known again by it
    row[Column.PanelVoltage_mV] = stampOf(step);
    const writes = begins("cut while writing") ? Math.floor(4 * random()) : undefined;
    const exchange = is("phone away") ? undefined : network.exchange(is, step * STEP_s);
    await subject.step(row, exchange, writes);
    if (!subject.isFlashSound()) badFlash.add(step);
    taken.push({ step, ...subject.taken(), row });
    if (writes !== undefined) {
      subject.powerOff();
      isOn = false;
      cuts.push(step + 1);
    }
  }
  return { timeline, taken, cuts, badFlash, server, held: subject.held(), untold: subject.untold() };
}

/** What happens to messages between a kit and the server. */
class Network {
  private late: Buffer[] = [];

  constructor(
    private readonly server: Server,
    private readonly random: Random,
  ) {}

  exchange(is: (kind: Kind) => boolean, now_s: number): Exchange {
    const { random, server } = this;
    const often = () => random() < 0.6;
    const exchange = (report: Buffer) => {
      if (is("half-open") && often()) return { answers: [], isOver: true };
      if (is("broker restarts") && random() < 0.3) {
        if (random() < 0.5) server.receive(report, now_s);
        return { answers: [], isOver: true };
      }
      const ack = server.receive(report, now_s);
      if (is("acknowledgements lost") && often()) return { answers: [], isOver: true };
      const answers = this.late;
      this.late = [];
      if (is("acknowledgements late") && often()) {
        this.late = [ack];
        return { answers, isOver: true };
      }
      if (is("foreign acknowledgements") && often()) answers.push(this.foreign());
      if (is("malformed acknowledgements") && often()) answers.push(this.malformed(ack));
      answers.push(ack);
      if (is("acknowledgements twice") && often()) answers.push(ack);
      return { answers, isOver: false };
    };
    return Object.assign(exchange, { isHalfOpen: is("half-open") });
  }

  /** Everything is accepted, but of a report of somebody else. */
  private foreign(): Buffer {
    const report = Math.floor(4_294_967_296 * this.random());
    return answer({ report, serverTime_s: 1_795_000_000, accepted: [0, 4_294_967_295] });
  }

  /** The first half of an acknowledgement, or anything at all. */
  private malformed(ack: Buffer): Buffer {
    if (this.random() < 0.5) return ack.subarray(0, Math.floor(ack.length * this.random()));
    return Buffer.from(Array.from({ length: 20 }, () => Math.floor(256 * this.random())));
  }
}
