import type { OnDay } from "../engine/family";
import { Slot } from "./slots";
import { atMinute_ms, bits, hoursOf } from "./sums";

export interface DisconnectedMemory {
  /** Days since the last sign of it that were seen in the sun with the battery at work. */
  connectedDays: number;
}

export const notDisconnected: DisconnectedMemory = { connectedDays: 0 };

const FLOATING_readings = 3;
const LOOSE_hours = 2;
const CONNECTED_hours = 3;
/** A terminal that is loose in two hours of five shows so in twelve hours of sun on 998 days of a thousand. */
const CONNECTED_days = 2;

/**
 * A terminal of the battery is loose or off: in the sun the charger holds its voltage, and no current flows into the battery or
 * out of it whatever the loads take; without sun the kit is dead.
 *
 * Set when three readings of a day in one hour of sun, or some in two hours, none of them with a current beside them, show the voltage at which the charger would hold a battery (2.40 V a cell of
 * lead-acid less 3 mV a kelvin above 25 °C, 3.55 V of LiFePO4; less 0.25 V for sensors), the panel feeding at least the controller, and a battery
 * current below 8 mA: a full battery takes 0.5 % of its capacity an hour and more while its charger holds it, and one that is not
 * charged gives what the controller takes. A current sensor that shows nothing is told apart by the night: then loads
 * would burn without a current. Cleared by two days of sun in which the battery was at work and none of this was seen.
 */
export function batteryDisconnected(memory: DisconnectedMemory, on: OnDay<unknown>): DisconnectedMemory {
  if (!on.hasReadings) return memory;
  const { sums, at } = on;
  const floating = sums[at + Slot.Floating] as number;
  const isSensor = (sums[at + Slot.Impossible] as number) > 0 || on.isOpen("sensor-stuck", "battery-current-sensor");
  const connected = sums[at + Slot.ConnectedHours] as number;
  const loose = sums[at + Slot.FloatingHours] as number;
  const wholly_h = bits(loose & ~connected);
  const isLoose = wholly_h >= LOOSE_hours || (wholly_h > 0 && floating >= FLOATING_readings);
  if (isLoose && !isSensor) {
    on.set("battery-disconnected", "battery", {
      severity: "critical",
      since_ms: atMinute_ms(on, sums[at + Slot.FirstFloating_min] as number),
      evidence: {
        highest_V: (sums[at + Slot.Highest_mV] as number) / 1000,
        noCurrent_readings: floating,
        loose_h: bits(loose),
        sunlit_h: bits(loose | connected),
        heard_h: hoursOf(on, Slot.PresentHours),
      },
    });
    return notDisconnected;
  }
  if (!on.isOver || floating > 0 || hoursOf(on, Slot.ConnectedHours) < CONNECTED_hours) return memory;
  const connectedDays = memory.connectedDays + 1;
  if (connectedDays >= CONNECTED_days) on.clear("battery-disconnected", "battery");
  return { connectedDays };
}
