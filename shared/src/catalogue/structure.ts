import type { FaultKind, Severity } from "../faults";
import type { Supply } from "./supplies";

interface KindStructure {
  /** That of its surest finding: `panel-degraded` by light alone is less. */
  severity: Severity;
  /** How long the condition lasts at least before it counts, with a reading every 15 minutes; 0 = at once. */
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
    minimum_h: 5,
    numbers: { lithium_V: 12, leadAcid_V: 11.7, charged_Ah: 1, charged_h: 4, far_V: 0.6, sensor_V: 1.3 },
    causes: ["cell-dead", "worn", "sensor-wrong"],
    bring: { multimeter: 1, screwdrivers: 1, battery: 1, "battery-terminals": 2 },
  },
  "battery-overvoltage": {
    severity: "critical",
    minimum_h: 24,
    numbers: { lithium_V: 14.4, leadAcid_V: 14.7, perKelvin_mV: 18, sensor_V: 0.1, days: 2, hours: 2, readings: 3 },
    causes: ["charger-setting", "charger-broken", "battery-loose", "sensor-wrong"],
    bring: { multimeter: 1, screwdrivers: 1, "charge-controller": 1 },
  },
  "battery-hot": {
    severity: "major",
    minimum_h: 24,
    numbers: { hot_degC: 50, above_K: 5, room_K: 3, days: 2, hours: 2, readings: 3, kits: 3, clears_degC: 48 },
    causes: ["place-hot", "charged-too-hard", "battery-failing", "sensor-wrong"],
    bring: { multimeter: 1, "temperature-sensor": 1, battery: 1 },
  },
  "battery-worn": {
    severity: "major",
    minimum_h: 4 * 24,
    numbers: {
      evenings: 4,
      steeper_times: 1.3,
      capacity_pct: 76,
      surely_pct: 60,
      learnt: 8,
      clears_times: 1.15,
      clears_pct: 90,
    },
    causes: ["age", "heat", "often-empty", "cell-dead"],
    bring: { multimeter: 1, screwdrivers: 1, battery: 1, "battery-terminals": 2 },
  },
  "battery-disconnected": {
    severity: "critical",
    minimum_h: 1,
    numbers: { lithium_V: 14.2, leadAcid_V: 14.4, below_V: 0.25, still_mA: 8, readings: 3, hours: 2, clears_d: 2 },
    causes: ["terminal-loose", "fuse-blown", "protection-off", "taken"],
    bring: { multimeter: 1, screwdrivers: 1, "fuse-7.5A": 2, "battery-terminals": 2, "emery-cloth": 1, battery: 1 },
  },
  "panel-no-output": {
    severity: "major",
    minimum_h: 0.5,
    numbers: { dark_V: 5, readings: 3, hours: 2, share_pct: 15, kits: 4, known_d: 7, lit: 16 },
    causes: ["unplugged", "stolen", "fuse-blown", "cable-cut", "charger-broken", "panel-broken"],
    bring: { multimeter: 1, "panel-cable": 1, "fuse-5A": 2, "emery-cloth": 1, panel: 1 },
  },
  "panel-soiled": {
    severity: "minor",
    minimum_h: 3 * 24,
    numbers: { days: 3, daily_pct: 10, lost_pct: 15, window_d: 45, narrow_d: 7, kits: 4, wellDays: 2, clears_pct: 8 },
    causes: ["dust", "birds-or-smoke", "mud", "damaged"],
    bring: { "cloth-and-water": 1 },
  },
  "panel-shaded": {
    severity: "minor",
    minimum_h: 2,
    numbers: { window_h: 8, lost_pct: 30, days: 2, atOnce_pct: 40, kits: 4, wellDays: 2, unseen_d: 10 },
    causes: ["tree", "building", "things", "panel-moved"],
    bring: { saw: 1, "panel-mount": 1, "panel-cable": 1 },
  },
  "panel-degraded": {
    severity: "major",
    minimum_h: 0.5,
    numbers: {
      voltage_pct: 4,
      current_pct: 10,
      readings: 3,
      open_pct: 5,
      days: 2,
      light_pct: 18,
      kits: 4,
      lone_d: 10,
      lone_pct: 65,
      past_d: 28,
      back_pct: 80,
    },
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
    numbers: { share_pct: 80, clears_pct: 90, evenings: 3, readings: 4 },
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
    severity: "notice",
    minimum_h: 0,
    numbers: { power_W: 9, clears_d: 7 },
    causes: ["many-devices", "device-greedy", "device-broken"],
    bring: { "charging-cable": 1 },
  },
  "port-short": {
    severity: "major",
    minimum_h: 1.5,
    numbers: { power_W: 9, retries: 3, retry_min: 10 },
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
    minimum_h: 0.75,
    numbers: { readings: 4, charged_mA: 200, voltage_mA: 600, moves_mA: 150, moves_K: 4 },
    causes: ["sensor-broken", "wire-loose", "board-failing"],
    bring: { multimeter: 1, "temperature-sensor": 1, controller: 1 },
  },
  "sensor-implausible": {
    severity: "major",
    minimum_h: 0.5,
    numbers: {
      readings: 3,
      voltage_V: 0.18,
      night_V: 13.55,
      battery_mA: 60,
      battery_pct: 3,
      panel_mA: 50,
      temperature_K: 4.5,
      evening_K: 9,
      neighbours_K: 4,
      clears_pct: 60,
    },
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
    numbers: { clears_d: 21 },
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
    minimum_h: 2 * 24,
    numbers: { kits: 4, sum: 6, clears: 2, lasts_d: 75 },
    causes: ["many-people", "phones-of-others", "small-shop", "device-added"],
    bring: { "picture-card": 1 },
  },
  "site-dim": {
    severity: "notice",
    minimum_h: 5 * 24,
    numbers: { days: 5, of: 6, share_pct: 70, most_pct: 85, kits: 4, wellDays: 2 },
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
