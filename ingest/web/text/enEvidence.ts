import type { EvidenceWords } from "./frEvidence";
import { counted } from "./counted";

const count = counted("en");

/** What English says of the numbers that were compared. */
export const enEvidence: EvidenceWords = {
  evidence: {
    "battery-undervoltage": [
      "The battery is at {voltage_V}; below {threshold_V} is too low.",
      "The lowest was {lowest_V}.",
      "It has lasted {span:duration_h} ({readings}).",
      "The fault clears from {clears_V}.",
    ],
    "lamp-hardly-used": [
      "The lamp worked for {worked_h}; the median of its {neighbours} neighbouring lamps is {neighbours_h}.",
      "Counted from {from} to {to}.",
    ],
    "kit-silent": [
      "Nothing heard for {span:silent_h}; the kit usually reports every {span:promised_h}.",
      "Last known battery voltage: {lastBattery_V}.",
      "Last known charge: {lastStateOfCharge_pct}.",
      "Last Wi-Fi signal: {lastWifi_dBm}.",
      "Silent at this site: {siteSilent} of {siteKits}.",
    ],
    help: [
      "Somebody held the button of the kit {presses}, the last time on {latest}.",
      "Answered on {answered}: the fault clears when the kit confirms that it shows the light for it.",
    ],
  },
  counts: {
    readings: (n) => count(n, "reading", "readings"),
    siteKits: (n) => count(n, "kit", "kits"),
    presses: (n) => (n === 1 ? "once" : count(n, "time", "times")),
  },
  evidenceNames: {
    voltage_V: "Voltage",
    lowest_V: "Lowest voltage",
    threshold_V: "Threshold",
    clears_V: "Clears from",
    duration_h: "Duration",
    readings: "Readings",
    worked_h: "This lamp worked",
    neighbours_h: "Median of the neighbours",
    neighbours: "Neighbours compared",
    measured_h: "Time measured",
    power_threshold_W: "Counts as on from",
    from: "From",
    to: "To",
    silent_h: "Not heard for",
    listened_h: "The service listened for",
    promised_h: "A report is due every",
    lastBattery_V: "Last battery voltage",
    lastStateOfCharge_pct: "Last charge",
    lastWifi_dBm: "Last Wi-Fi signal",
    siteSilent: "Silent kits at the site",
    siteKits: "Kits at the site",
    presses: "Presses",
    latest: "Last press",
    answered: "Answered",
  },
};
