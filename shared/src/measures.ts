/** Units that a name can end in, and how they are written; those of `Intl` are written in each language's own way. */
const units: Record<string, { intl: string } | { sign: string }> = {
  V: { sign: "V" },
  mV: { sign: "mV" },
  A: { sign: "A" },
  mA: { sign: "mA" },
  Ah: { sign: "Ah" },
  mAh: { sign: "mAh" },
  W: { sign: "W" },
  Wh: { sign: "Wh" },
  kWh: { sign: "kWh" },
  ohm: { sign: "Ω" },
  mOhm: { sign: "mΩ" },
  K: { sign: "K" },
  times: { sign: "×" },
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

type Unit = (typeof units)[string];

/** Who looks at a line wants no more of a number. */
const CHART_digits = 4;

/** From this many hours on, a span is told in days. */
const DAYS_FROM_h = 72;

/** Signs of what stands below a line, as in mV/%. */
const perSigns: Record<string, string> = { pct: "%", degC: "°C", d: "d", day: "d" };

/**
 * Parts the name of a measure from the unit at its end: `lowest_V` is `lowest` in volts, `fall_mV_per_pct` is `fall` in
 * millivolts a percent.
 */
export function parted(key: string): { name: string; unit: Unit | undefined } {
  const [, name, main, below] = /^(.+?)_([A-Za-z]+?)(?:_per_([A-Za-z]+))?$/.exec(key) ?? [];
  const unit = main === undefined ? undefined : units[main];
  if (name === undefined || main === undefined || !unit) return { name: key, unit: undefined };
  if (below === undefined) return { name, unit };
  return {
    name,
    unit: { sign: `${"sign" in unit ? unit.sign : (perSigns[main] ?? main)}/${perSigns[below] ?? below}` },
  };
}

export type Measures = ReturnType<typeof createMeasures>;

/** Numbers with their units as a language writes them. */
export function createMeasures(locale: string) {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

  return {
    number: (value: number) => plain.format(value),
    /** A value with the unit that its key ends in: `lowest_V` 11.8 is "11.8 V". In a sentence, hours are spelled out. */
    measure(key: string, value: number, isInSentence = false): string {
      return written(value, parted(key).unit, isInSentence);
    },
    /** A value with a unit as charts name it: "V", "pct", "%", "°C"; any other one is written behind it. */
    inUnit(value: number, unit: string): string {
      const known = unit === "%" ? units.pct : unit === "°C" ? units.degC : units[unit];
      return written(Number(value.toPrecision(CHART_digits)), known ?? { sign: unit }, false);
    },
    /** Hours as minutes, hours or days, whichever reads best. */
    span(hours: number): string {
      if (hours < 1) return byIntl(Math.round(hours * 60), "minute", "long");
      if (hours < DAYS_FROM_h) return byIntl(hours, "hour", "long");
      return byIntl(Math.round((hours / 24) * 10) / 10, "day", "long");
    },
  };

  function written(value: number, unit: Unit | undefined, isInSentence: boolean): string {
    if (!unit) return plain.format(value);
    if ("sign" in unit) return `${plain.format(value)}\u00a0${unit.sign}`;
    return byIntl(
      value,
      unit.intl,
      isInSentence && unit.intl !== "percent" && unit.intl !== "celsius" ? "long" : "short",
    );
  }

  function byIntl(value: number, unit: string, unitDisplay: "short" | "long"): string {
    return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay, maximumFractionDigits: 2 }).format(value);
  }
}
