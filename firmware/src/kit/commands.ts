import { NOT_MEASURED } from "../../../shared/src/wire/columns";
import { isWithinBounds } from "../../../shared/src/wire/commandBounds";
import { Writer } from "../../../shared/src/wire/writer";
import { sealed, unsealed } from "./flashRecord";

/** Ids of commands, in the order of the contract's `commandNames`. */
export const enum Command {
  Interval_s = 0,
  Upload_s = 1,
  DataSaving = 2,
  DisconnectShift_mV = 3,
  Light = 4,
  LampTest = 5,
  Restart = 6,
}

/** What became of the commands in an acknowledgement. */
export const enum Outcome {
  /** There were none, or the kit has them already, or said before that it refuses them. */
  Nothing = 0,
  /** To be kept in flash by `record`, then acted on. */
  Applied = 1,
  /** Everything stays as it was; the kit tells it. */
  Refused = 2,
}

/** Commands that last; those after them act once. */
const LASTING = 5;
const VERSION = 1;
/** The version, six numbers of at most five bytes, the checksum. */
const RECORD_bytes = 33;

/**
 * What the provider has told a kit: the last commands, their revision, and what is left to do of
 * them. Commands are taken as a whole or not at all. Portable.
 */
export class Commands {
  /** Of the last commands that were applied; 0 = none yet. */
  revision = 0;
  /** The revision that reports confirm: flash has it, or keeps nothing. */
  confirmed = 0;
  /** It is to be in flash at once. */
  isChanged = false;
  private refused = 0;
  private values: number[] = [];
  /** A bit for each command that is still to be done once. */
  private toDo = 0;

  /** @param stored what flash held; empty where it held nothing. With a broken record all is as at the beginning. */
  constructor(stored: Buffer) {
    const reader = unsealed(stored, VERSION);
    if (reader) this.revision = reader.unsigned();
    this.confirmed = this.revision;
    for (let id = 0; id < LASTING; id++) this.values.push(reader ? reader.signed() : NOT_MEASURED);
  }

  /**
   * Takes the commands of an acknowledgement.
   *
   * @param commands the revision, then an id and a value for each; or nothing
   */
  take(commands: number[]): Outcome {
    const revision = commands[0] as number;
    // not `<=`, which does not hold for what is absent
    if (!(commands.length > 2 && revision > this.revision) || revision === this.refused) return Outcome.Nothing;
    const values = this.values.slice(0);
    let toDo = 0;
    for (let i = 1; i < commands.length; i = i + 2) {
      const id = commands[i] as number;
      const value = commands[i + 1];
      if (value === undefined || !isWithinBounds(id, value)) {
        this.refused = revision;
        return Outcome.Refused;
      }
      if (id < LASTING) values[id] = value;
      else toDo = toDo | (1 << id);
    }
    this.revision = revision;
    this.values = values;
    this.toDo = toDo;
    this.isChanged = true;
    return Outcome.Applied;
  }

  /** The value of a command that lasts, or another where it was never given. */
  value(id: Command, otherwise: number): number {
    const value = this.values[id] as number;
    return value === NOT_MEASURED ? otherwise : value;
  }

  /** Flash was given the record. Where it does not keep it, a restart would come again and again: there is none. */
  written(isKept: boolean): void {
    this.isChanged = false;
    this.confirmed = this.revision;
    if (!isKept) this.toDo = this.toDo & ~(1 << Command.Restart);
  }

  /** Whether a command that acts once is to be done, once flash has been given it; it is not when asked again. */
  isToDo(id: Command): boolean {
    if (this.isChanged) return false;
    const bit = 1 << id;
    const isToDo = (this.toDo & bit) !== 0;
    this.toDo = this.toDo & ~bit;
    return isToDo;
  }

  /** What flash is to keep, at most 33 bytes, before the kit acts: a restart must not be done again after it. */
  record(): Buffer {
    const writer = new Writer(Buffer.alloc(RECORD_bytes));
    writer.byte(VERSION);
    writer.unsigned(this.revision);
    for (const value of this.values) writer.signed(value);
    return sealed(writer);
  }
}
