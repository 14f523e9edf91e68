/**
 * Chosen: a look for the phone's hotspot takes 1.7 s (a scan of 13 channels at 120 ms, the default dwell of the
 * ESP32, and starting the radio) and comes every 25 s; joining it, a report and its answer take fifteen.
 */
const SCANNING = 1.7 / 25;
const CONNECTED = 15 / 60;

/**
 * The share of a minute in which the controller's radio is on.
 *
 * @param wantsToSend whether the kit has something to send and looks for a network
 * @param isReachable whether it finds one
 */
export function radioShare(wantsToSend: boolean, isReachable: boolean): number {
  if (!wantsToSend) return 0;
  return isReachable ? CONNECTED : SCANNING;
}
