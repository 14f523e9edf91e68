import type { FaultPart } from "@yeelen/shared/faults";
import type { Family } from "../engine/family";
import { type Brightness, judgeDim, newLamp } from "./lampDim";
import { judgeUse, noUse, type Shares, sharesOf, type Use } from "./lampHardlyUsed";
import { judgeOpen } from "./lampOpen";
import { judgeShort } from "./lampShort";
import { addLamps, LAMP_SLOTS, type Lamp, lampDay } from "./lampSums";

interface LampMemory {
  brightness: readonly [Brightness, Brightness, Brightness];
  use: Use;
}

/** Faults of the lamps: open, short, dim; and those that hardly anybody uses. */
export const lampFamily: Family<LampMemory, Shares> = {
  name: "lamps",
  slots: LAMP_SLOTS,
  start: { brightness: [newLamp, newLamp, newLamp], use: noUse },
  add: addLamps,
  refer(kits) {
    return sharesOf(kits, ({ use }) => use);
  },
  step({ brightness, use }, on) {
    const judge = (lamp: Lamp): Brightness => {
      if (!on.hasReadings) return brightness[lamp];
      const part = `lamp${lamp + 1}` as FaultPart;
      const day = lampDay(on.sums, on.at, lamp);
      const isOpenNoMore = judgeOpen(on, part, day);
      const isShortNoMore = judgeShort(on, part, day);
      return judgeDim(brightness[lamp], on, part, lamp, isOpenNoMore || isShortNoMore);
    };
    return { brightness: [judge(0), judge(1), judge(2)], use: judgeUse(use, on) };
  },
};
