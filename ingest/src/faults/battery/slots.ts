/** What is kept of a battery's day. Minutes are those of the day and one more; 0 = none. `Hours` are bits of the day's hours. */
export const enum Slot {
  /** Charged by the sun and below load disconnect all the same; charged at all. */
  LowChargedHours = 0,
  LowCharged = 1,
  ChargedHours = 2,
  /** Not charged, by half of the day: below load disconnect, and not. */
  LowRestMorning = 3,
  LowRestEvening = 4,
  OkRestMorning = 5,
  OkRestEvening = 6,
  FirstLow_min = 7,
  /** 32767 less the lowest voltage in mV. */
  Lowest = 8,
  /** Above the absolute maximum while charged. */
  HighHours = 9,
  High = 10,
  FirstHigh_min = 11,
  Highest_mV = 12,
  /** In the sun with a voltage as a charger holds it and no current. */
  FloatingHours = 13,
  Floating = 14,
  FirstFloating_min = 15,
  /** In the sun with a current; in the dark with a load and no current. */
  ConnectedHours = 16,
  Impossible = 17,
  PresentHours = 18,
  /** Above the hottest at which it may be charged, the highest temperature (plus 100), the first of them. */
  Hot = 19,
  HotHours = 20,
  Hottest = 21,
  FirstHot_min = 22,
  /** In the dark without loads: battery less controller in K, and how often. */
  Warmer_K = 23,
  Idle = 24,
  /** Moments of an evening's discharge: see `discharge.ts`. */
  N = 25,
  SumI = 26,
  SumV = 27,
  SumS = 28,
  SumII = 29,
  SumVV = 30,
  SumSS = 31,
  SumIV = 32,
  SumSV = 33,
  SumIS = 34,
  /** Battery current and what the outputs take, in mA: what the controller itself takes. */
  SumOwn = 35,
  /** Boots of these readings: the highest, and 2 ** 30 less the lowest. */
  HighestBoot = 36,
  LowestBoot = 37,
  /** The highest state of charge, counted. */
  Fullest_pct = 38,
  /** Current of the readings while charged, in mA, and how many they are. */
  SumCharged_mA = 39,
  Charged = 40,
  Count = 41,
}
