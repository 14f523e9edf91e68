import { gpio } from "@devicescript/core";
import { startButton, startLightBulb } from "@devicescript/servers";

/**
 * What a person presses and sees, by the runtime's own servers. On a board the roles are bound to
 * these; in the simulator to the simulated button, and to the light that no other role has.
 */

/** To ground. Its server debounces over 9 ms, and measures how long it is held. */
export const helpButton = startButton({ name: "helpButton", pin: gpio(9) });

/** From 3.3 V: GPIO 8 has to be high when the chip is flashed. */
export const statusLight = startLightBulb({ name: "statusLight", pin: gpio(8), activeLow: true });
