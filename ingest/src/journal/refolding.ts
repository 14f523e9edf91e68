import type Database from "libsql";
import { AttemptLog } from "./attempts";
import { BlockStore } from "./blocks";
import { CommandLog } from "./commands";
import { EventLog } from "./events";
import { KitStates } from "./kitStates";
import { NumberingStore } from "./numbering";
import { Quarantine } from "./quarantine";
import { ReportWriter } from "./reportWriter";
import { RunIndex } from "./runIndex";

const INDEX = "index";

/**
 * Makes again what follows from the blocks: index, numbering and states, in tables that hold nothing of it but
 * maybe what kits told as dropped. Part of a transaction.
 *
 * @param onProgress told the position up to which it is done
 */
export function refold(database: Database.Database, onProgress: (position: number) => void): void {
  const blocks = new BlockStore(database);
  const getCursor = database.prepare("SELECT position FROM cursor WHERE consumer = ?");
  const setCursor = database.prepare("INSERT OR REPLACE INTO cursor (consumer, position) VALUES (?, ?)");
  setCursor.run(INDEX, 0);
  const writer = new ReportWriter({
    database,
    blocks,
    index: new RunIndex(database, blocks),
    states: new KitStates(database),
    commands: new CommandLog(database),
    events: new EventLog(database),
    attempts: new AttemptLog(database),
    quarantine: new Quarantine(database),
    cursor: (consumer) => (getCursor.get(consumer) as { position: number } | undefined)?.position ?? 0,
    moveCursor: (consumer, position) => {
      setCursor.run(consumer, position);
      onProgress(position);
    },
  });
  writer.catchUp();
  countAgain(database);
}

/** Brings the counts of every kit's state in line with its numbering, which may hold more than its reports said. */
function countAgain(database: Database.Database): void {
  const numberings = new NumberingStore(database);
  const update = database.prepare("UPDATE kit_state SET readings = ?, thinned = ?, gaps = ? WHERE kit = ?");
  const kits = database.prepare("SELECT DISTINCT kit FROM numbering").all() as { kit: number }[];
  for (const { kit } of kits) {
    const { readings, thinned, gaps } = numberings.totals(kit);
    update.run(readings, thinned, gaps, kit);
  }
}
