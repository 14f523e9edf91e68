import { BoardLife } from "./boardLife";
import { type FleetSize, normalHouseholds } from "./fleet";

/** How long a kit's radio is on in a day. */
export interface RadioUse {
  looking_s: number;
  connected_s: number;
}

/** Lets households' phones come and go, and tells for each of them how long its kit's radio is on. */
export function measureRadio(size: FleetSize, upload_s: number): RadioUse[] {
  const plan = normalHouseholds(size, upload_s, "habits");
  return plan.kits.map((kit) => {
    const life = new BoardLife(plan, kit);
    for (let day = 0; day < plan.days; day++) life.day(day, true);
    return { looking_s: life.looking_s / plan.days, connected_s: life.connected_s / plan.days };
  });
}
