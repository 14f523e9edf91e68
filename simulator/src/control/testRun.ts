import { LiveRun, type LiveRunOptions } from "../run/liveRun";
import { layOut } from "../scenario/layOut";
import { parseScenario } from "../scenario/load";
import type { FleetPlan } from "../scenario/plan";

const SCENARIO = `name: few
start: 2026-03-02
days: 10
phones: always
sites:
  - { name: Koro, region: mopti, latitude: 14.07, longitude: -3.08, kits: 3 }
  - { name: Ténenkou, region: mopti, latitude: 14.46, longitude: -4.92, kits: 1 }
pinned:
  - { kit: tenenkou-1, kind: overuse, at: day 1 00:00, until: day 4 00:00 }
  - { kit: koro-1, kind: family-away, at: day 5 00:00 }
`;

/** Three kits at Koro and one at Ténenkou. */
export function fewKits(): FleetPlan {
  return layOut(parseScenario(SCENARIO, "few.yaml"), { seed: 1 });
}

/** A run whose clock stands at the first midnight: its first minute takes a minute. */
export class StandingRun {
  readonly plan = fewKits();
  readonly run: LiveRun;
  private readonly stop = new AbortController();
  private ended: Promise<unknown> | undefined;

  constructor(options: Partial<LiveRunOptions> = {}) {
    const { signal } = this.stop;
    this.run = new LiveRun({ plan: this.plan, into: {}, runsFirmware: () => false, speed: 1, signal, ...options });
  }

  begin(): void {
    this.ended = this.run.run();
  }

  async end(): Promise<void> {
    this.stop.abort();
    await this.ended;
  }
}
