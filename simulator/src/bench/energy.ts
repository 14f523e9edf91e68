/**
 * What the controller takes from the battery, computed: no board was measured.
 *
 * Currents of the chip are those of the ESP32-C3 series datasheet (Espressif), "Current consumption":
 * light-sleep 130 µA; modem-sleep at 160 MHz with clocks of all peripherals on, CPU working 28 mA, idle
 * 21 mA; receiving 802.11n 84 mA; sending 802.11b at 21 dBm 335 mA, the most of all.
 */
const LIGHT_SLEEP_A = 0.00013;
const WORKING_A = 0.028;
const IDLE_A = 0.021;
const RECEIVING_A = 0.084;
const SENDING_A = 0.335;

/** INA3221, supply current, typical: 350 µA, powered down 0.5 µA (TI, SBOS576B). */
const MONITOR_A = 0.00035;
const MONITOR_DOWN_A = 0.0000005;
const MONITORS = 3;
/** One measures at every look at the battery, the others at every reading, each time for 1.8 s (`powerMonitor.ts`). */
const MEASURING_s = 1.8 * (86_400 / 60 + (2 * 86_400) / 900);

const SUPPLY_V = 3.3;
/** Of the regulator from 12 V: chosen, as small step-down regulators have it at a few milliamperes. */
const REGULATOR_EFFICIENCY = 0.85;

/** Share of a connection in which the kit sends: chosen, some hundred frames of a few milliseconds in fifteen seconds. */
const SENDING_SHARE = 0.05;
/** The runtime announces its services on its bus every 500 ms; each time the chip wakes for some milliseconds: chosen. */
const WAKE_UPS_per_s = 2;
const WAKE_UP_s = 0.005;
/**
 * How much longer the chip computes than a core of the machine that measured: the chip manages 407
 * CoreMark (its datasheet), a core of our time some 30,000 to 40,000.
 */
const CHIP_SLOWER = 100;

/** A scan of 13 channels at 120 ms, every ten seconds as the stock runtime has it (`JD_WIFI_SCAN_SECONDS`). */
const STOCK_SCANNING_SHARE = 1.6 / 10;

const DAY_s = 86_400;

/** How long the controller is busy with what, in a day. */
export interface BusyDay {
  /** Listening for a hotspot. */
  looking_s: number;
  connected_s: number;
  /** Time of the measuring machine's processor. */
  computing_s: number;
}

/** Energy by what takes it, in Wh a day, at the battery. */
export interface Energy {
  sleeping_Wh: number;
  computing_Wh: number;
  looking_Wh: number;
  connected_Wh: number;
  monitors_Wh: number;
  total_Wh: number;
}

/** With a runtime that sleeps between its tasks and switches the radio off. */
export function controllerEnergy({ looking_s, connected_s, computing_s }: BusyDay): Energy {
  const awake_s = computing_s * CHIP_SLOWER + WAKE_UPS_per_s * WAKE_UP_s * DAY_s;
  const parts = {
    sleeping_Wh: energy_Wh(LIGHT_SLEEP_A, DAY_s - awake_s - looking_s - connected_s),
    computing_Wh: energy_Wh(WORKING_A, awake_s),
    looking_Wh: energy_Wh(RECEIVING_A, looking_s),
    connected_Wh: energy_Wh(RECEIVING_A + (SENDING_A - RECEIVING_A) * SENDING_SHARE, connected_s),
    monitors_Wh: energy_Wh(MONITOR_A, MEASURING_s) + energy_Wh(MONITOR_DOWN_A * MONITORS, DAY_s),
  };
  return { ...parts, total_Wh: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/**
 * With the runtime as it is published: it never sleeps, and scans every ten seconds while it is not
 * connected, even where its Wi-Fi is switched off.
 */
export function stockRuntimeEnergy_Wh({ connected_s, computing_s }: BusyDay): number {
  const scanning_s = (DAY_s - connected_s) * STOCK_SCANNING_SHARE;
  const working_s = computing_s * CHIP_SLOWER;
  return (
    energy_Wh(IDLE_A, DAY_s - connected_s - scanning_s - working_s) +
    energy_Wh(WORKING_A, working_s) +
    energy_Wh(RECEIVING_A, scanning_s) +
    energy_Wh(RECEIVING_A + (SENDING_A - RECEIVING_A) * SENDING_SHARE, connected_s) +
    energy_Wh(MONITOR_A, MEASURING_s) +
    energy_Wh(MONITOR_DOWN_A * MONITORS, DAY_s)
  );
}

function energy_Wh(current_A: number, time_s: number): number {
  return (current_A * SUPPLY_V * time_s) / 3600 / REGULATOR_EFFICIENCY;
}
