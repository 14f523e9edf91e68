import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { randomOf } from "@yeelen/simulator/random";
import { PowerLoss } from "./powerLoss";
import { onScene, problemsAtEnd, problemsOf } from "./scene";
import type { Ledger } from "./ledger";
import { promised, tallyAfterCrash } from "./tally";

/** The service is killed at a moment up to so long after it listens. */
const LONGEST_LIFE_ms = 1_500;
/** Or so soon after it was started that it does not listen yet: every fourth time. */
const LONGEST_START_ms = 900;
/** One of these at a time: so few kits in a commit that all of it is indexed at once, and so many that some waits. */
const PACES_per_s = [500, 5_000];

/** What rounds have shown. */
export interface RoundsResult {
  /** What went wrong, with the seed and the round; rounds end with the first one. */
  problems: string[];
  /** Readings that were PUBACKed or acknowledged before the last kill. */
  promised: number;
  /** Written, not synced, and thrown away: that there are some tells that the cuts cut something. */
  lost_pages: number;
}

/**
 * Kills the service at random moments under load, again and again, and looks each time into what it left before it
 * starts again: the database is whole, everything promised is there, nothing is there twice. In the end every reading
 * is there once.
 *
 * @param throwsAway whether what was not synced is thrown away after each kill
 */
export async function killRounds(rounds: number, seed: number, throwsAway: boolean): Promise<RoundsResult> {
  const random = randomOf(seed, "rounds");
  const work = mkdtempSync(join(tmpdir(), "yeelen-rounds-"));
  const data = join(work, "data");
  mkdirSync(data);
  const loss = throwsAway ? new PowerLoss(data, work) : undefined;
  const result: RoundsResult = { problems: [], promised: 0, lost_pages: 0 };
  try {
    loss?.begin();
    const options = { readings_per_s: 0, seed, data, environment: () => loss?.environment() ?? {} };
    await onScene(options, async (scene) => {
      const { subject, load } = scene;
      // the secrets that were printed have to outlive a cut like everything else
      loss?.cut("back", random);
      load.start();
      for (let round = 1; round <= rounds; round++) {
        load.pace(PACES_per_s[Math.floor(random() * PACES_per_s.length)] as number);
        if (random() < 0.25) {
          await subject.killStarting(random() * LONGEST_START_ms);
        } else {
          await subject.start();
          await sleep(random() * LONGEST_LIFE_ms);
          await subject.kill();
        }
        if (loss) result.lost_pages += loss.cut(random() < 0.5 ? "back" : "torn", random).lost_pages;
        const ledger = await load.ledger();
        const problems = problemsAfterCrash(data, ledger);
        result.problems.push(...problems.map((problem) => `seed ${seed}, round ${round}: ${problem}`));
        if (problems.length > 0) return;
        result.promised = promised(ledger);
      }
      await subject.start();
      result.problems.push(
        ...problemsAtEnd(await scene.end()).map((problem) => `seed ${seed}, at the end: ${problem}`),
      );
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return result;
}

function problemsAfterCrash(data: string, ledger: Ledger): string[] {
  // a kit that was let in once always is, and what it sends is never refused
  const refused = ledger.kits.flatMap((kit) => kit.refused).slice(0, 1);
  try {
    const { integrity, tally } = tallyAfterCrash(data, ledger);
    return [...refused, ...integrity.filter((said) => said !== "ok"), ...problemsOf(tally)];
  } catch (error) {
    return [`the journal cannot be read: ${String(error)}`];
  }
}
