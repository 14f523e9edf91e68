import { Relay } from "@devicescript/core";
import { roleName } from "./roles";

/** A switch for each of the `outputs` of the contract, in their order. */
const switches: Relay[] = [0, 1, 2, 3, 4, 5].map((output) => new Relay(roleName("output", output)));

/** What the switches were told last; a board that has just started has everything on. */
let told = 0;

/** Switches outputs on and off. What a board has no switch for stays as it is. */
export async function switchOutputs(off: number): Promise<void> {
  for (let i = 0; i < switches.length; i++) {
    const bit = 1 << i;
    const output = switches[i];
    if ((off & bit) === (told & bit) || !output.isBound) continue;
    await output.enabled.write((off & bit) === 0);
    told = told ^ bit;
  }
}
