/** Units that a key of evidence can end in, and how they are written; those of `Intl` are written in each language's own way. */
const units: Record<string, { intl: string } | { sign: string }> = {
  V: { sign: "V" },
  mV: { sign: "mV" },
  A: { sign: "A" },
  mA: { sign: "mA" },
  mAh: { sign: "mAh" },
  W: { sign: "W" },
  Wh: { sign: "Wh" },
  dBm: { sign: "dBm" },
  pct: { intl: "percent" },
  degC: { intl: "celsius" },
  ms: { intl: "millisecond" },
  s: { intl: "second" },
  min: { intl: "minute" },
  h: { intl: "hour" },
  d: { intl: "day" },
  bytes: { intl: "byte" },
};

export type Unit = (typeof units)[string];

/** Parts the name of a measure from the unit behind its last underscore: `lowest_V` is `lowest` in volts. */
export function parted(key: string): { name: string; unit: Unit | undefined } {
  const cut = key.lastIndexOf("_");
  const unit = cut > 0 ? units[key.slice(cut + 1)] : undefined;
  return { name: unit ? key.slice(0, cut) : key, unit };
}

/** A key as words: `lastPanelVoltage` and `last-panel_voltage` are "last panel voltage". */
export function readable(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[-_]+/g, " ")
    .trim()
    .toLowerCase();
}
