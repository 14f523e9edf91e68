import type { FaultKind, Severity } from "../faults";
import type { Supply } from "./supplies";

interface KindStructure {
  severity: Severity;
  /** How long the condition lasts before it counts; 0 = at once. */
  minimum_h: number;
  /** What the texts compare with; units stand in the names. Each number stands here alone. */
  numbers: Readonly<Record<string, number>>;
  /** The most likely first; names that do not change. */
  causes: readonly string[];
  /** What to bring, and how many. */
  bring: Readonly<Partial<Record<Supply, number>>>;
}

/** All of the catalogue that is not words. Its order is that in which kinds are told. */
export const structure = {
  "battery-undervoltage": {
    severity: "major",
    minimum_h: 1,
    numbers: { lithium_V: 12, leadAcid_V: 11.7, clearsLithium_V: 12.6, clearsLeadAcid_V: 12.6, readings: 2 },
    causes: ["used-up", "little-sun", "not-charged", "worn", "cell-dead"],
    bring: { multimeter: 1, "cloth-and-water": 1, "fuse-5A": 1, battery: 1 },
  },
  "battery-overvoltage": {
    severity: "critical",
    minimum_h: 0.25,
    numbers: { lithium_V: 14.6, leadAcid_V: 15, clearsLithium_V: 14.4, clearsLeadAcid_V: 14.7, readings: 2 },
    causes: ["charger-setting", "charger-broken", "battery-loose", "sensor-wrong"],
    bring: { multimeter: 1, screwdrivers: 1, "charge-controller": 1 },
  },
  "battery-hot": {
    severity: "major",
    minimum_h: 1,
    numbers: { hot_degC: 55, clears_degC: 50, readings: 2 },
    causes: ["place-hot", "charged-too-hard", "battery-failing", "sensor-wrong"],
    bring: { multimeter: 1, "temperature-sensor": 1, battery: 1 },
  },
  "battery-worn": {
    severity: "major",
    minimum_h: 7 * 24,
    numbers: { worn_pct: 60, clears_pct: 75 },
    causes: ["age", "heat", "often-empty", "cell-dead"],
    bring: { multimeter: 1, screwdrivers: 1, battery: 1, "battery-terminals": 2 },
  },
  "battery-disconnected": {
    severity: "critical",
    minimum_h: 1,
    numbers: { still_mA: 20, flows_mA: 50 },
    causes: ["terminal-loose", "fuse-blown", "protection-off", "taken"],
    bring: { multimeter: 1, screwdrivers: 1, "fuse-7.5A": 2, "battery-terminals": 2, "emery-cloth": 1, battery: 1 },
  },
  "panel-no-output": {
    severity: "major",
    minimum_h: 6,
    numbers: { share_pct: 5, clears_pct: 20, neighbours: 3 },
    causes: ["unplugged", "stolen", "fuse-blown", "cable-cut", "charger-broken", "panel-broken"],
    bring: { multimeter: 1, "panel-cable": 1, "fuse-5A": 2, "emery-cloth": 1, panel: 1 },
  },
  "panel-soiled": {
    severity: "minor",
    minimum_h: 7 * 24,
    numbers: { share_pct: 75, clears_pct: 88, neighbours: 3 },
    causes: ["dust", "birds-or-smoke", "mud", "damaged"],
    bring: { "cloth-and-water": 1 },
  },
  "panel-shaded": {
    severity: "minor",
    minimum_h: 4 * 24,
    numbers: { share_pct: 60, clears_pct: 85, neighbours: 3 },
    causes: ["tree", "building", "things", "panel-moved"],
    bring: { saw: 1, "panel-mount": 1, "panel-cable": 1 },
  },
  "panel-degraded": {
    severity: "major",
    minimum_h: 7 * 24,
    numbers: { share_pct: 80, clears_pct: 90, neighbours: 3 },
    causes: ["cracked", "cells-dead", "contact-bad", "dirt-hard"],
    bring: { multimeter: 1, "cloth-and-water": 1, panel: 1, "panel-cable": 1 },
  },
  "lamp-open": {
    severity: "major",
    minimum_h: 0.25,
    numbers: { open_mA: 10, readings: 2 },
    causes: ["lamp-broken", "cable-torn", "unplugged", "fuse-blown"],
    bring: { multimeter: 1, lamp: 1, "lamp-cable": 1, "fuse-1A": 1 },
  },
  "lamp-short": {
    severity: "major",
    minimum_h: 0,
    numbers: { short_mA: 600, retries: 3, retry_min: 10 },
    causes: ["cable-crushed", "lamp-broken", "water"],
    bring: { multimeter: 1, lamp: 1, "lamp-cable": 1, "fuse-1A": 2, "insulating-tape": 1 },
  },
  "lamp-dim": {
    severity: "minor",
    minimum_h: 2 * 24,
    numbers: { share_pct: 80, clears_pct: 90, evenings: 3 },
    causes: ["leds-failing", "contact-bad", "other-lamp"],
    bring: { lamp: 1, "cloth-and-water": 1 },
  },
  "lamp-hardly-used": {
    severity: "notice",
    minimum_h: 12 * 24,
    numbers: {
      window_d: 31,
      measured_d: 28,
      share_pct: 3,
      clears_pct: 10,
      neighbours_h: 1,
      neighbours: 3,
      used_days: 2,
    },
    causes: ["not-wanted", "room-empty", "button-broken", "unplugged"],
    bring: {},
  },
  "port-overload": {
    severity: "minor",
    minimum_h: 24,
    numbers: { power_W: 9.3, days: 2, clears_d: 3 },
    causes: ["many-devices", "device-greedy", "device-broken"],
    bring: { "charging-cable": 1 },
  },
  "port-short": {
    severity: "minor",
    minimum_h: 0.5,
    numbers: { retries: 3, retry_min: 10 },
    causes: ["cable-broken", "contact-bent", "water-or-dust", "converter-broken"],
    bring: { multimeter: 1, "charging-cable": 1, "usb-socket": 1, "fuse-2A": 1 },
  },
  "controller-hot": {
    severity: "major",
    minimum_h: 0.25,
    numbers: { apart_K: 10, above_K: 8, hot_degC: 80, readings: 2, clears_K: 6, clears_degC: 70, limit_degC: 85 },
    causes: ["no-air", "place-hot", "part-failing", "sensor-wrong"],
    bring: { screwdrivers: 1, "cloth-and-water": 1, controller: 1 },
  },
  "controller-resetting": {
    severity: "major",
    minimum_h: 0,
    numbers: { inAWeek: 3, days: 2, inADay: 4, clears_d: 7 },
    causes: ["contact-bad", "converter-failing", "program-faulty", "board-failing"],
    bring: { multimeter: 1, screwdrivers: 1, "fuse-0.5A": 1, "emery-cloth": 1, controller: 1 },
  },
  "sensor-stuck": {
    severity: "major",
    minimum_h: 12,
    numbers: { moves_mA: 150, moves_K: 4 },
    causes: ["sensor-broken", "wire-loose", "board-failing"],
    bring: { multimeter: 1, "temperature-sensor": 1, controller: 1 },
  },
  "sensor-implausible": {
    severity: "major",
    minimum_h: 12,
    numbers: { voltage_V: 0.18, battery_mA: 60, panel_mA: 50, temperature_K: 4.5, clears_pct: 60 },
    causes: ["sensor-drifted", "contact-bad", "sensor-misplaced", "board-failing"],
    bring: { multimeter: 1, "temperature-sensor": 1, controller: 1 },
  },
  "flash-worn": {
    severity: "major",
    minimum_h: 0,
    numbers: { writes: 100_000, kept: 352 },
    causes: ["written-often", "chip-failing"],
    bring: { screwdrivers: 1, controller: 1 },
  },
  "memory-lost": {
    severity: "notice",
    minimum_h: 0,
    numbers: { clears_d: 7 },
    causes: ["board-replaced", "erased", "chip-failing"],
    bring: {},
  },
  "kit-silent": {
    severity: "minor",
    minimum_h: 24,
    numbers: { upload_h: 6 },
    causes: ["site-network", "credit", "battery-flat", "phone-away", "kit-dead", "unknown"],
    bring: { "phone-with-data": 1, "data-credit": 1, "sim-card": 1, "kit-label": 1, multimeter: 1, "fuse-0.5A": 1 },
  },
  overuse: {
    severity: "notice",
    minimum_h: 7 * 24,
    numbers: { share_pct: 150, days: 3, window_d: 7, clears_pct: 125, neighbours: 3 },
    causes: ["many-people", "phones-of-others", "small-shop", "device-added"],
    bring: { "picture-card": 1 },
  },
  "site-dim": {
    severity: "notice",
    minimum_h: 2 * 24,
    numbers: { share_pct: 60, clears_pct: 75, kits: 3 },
    causes: ["clouds", "dust-in-the-air", "dust-on-panels"],
    bring: { "cloth-and-water": 1 },
  },
  help: {
    severity: "critical",
    minimum_h: 0,
    numbers: { held_s: 3, light_d: 2 },
    causes: ["kit-fails", "danger-or-need", "by-mistake"],
    bring: { "picture-card": 1 },
  },
  reported: {
    severity: "minor",
    minimum_h: 0,
    numbers: {},
    causes: ["lamp", "panel-or-battery", "radio", "phone-or-sim", "question"],
    bring: { multimeter: 1 },
  },
} as const satisfies Record<FaultKind, KindStructure>;

/** The causes that a kind can have. */
export type Cause<K extends FaultKind> = (typeof structure)[K]["causes"][number];
