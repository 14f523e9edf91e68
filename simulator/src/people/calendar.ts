/** What a day is to a household in Mali, whatever the household is like. */
export interface CalendarDay {
  /** 0 = Sunday. */
  weekday: number;
  /** 0 = January. */
  month: number;
  /** Day of the month of the Islamic calendar, 1 to 30, which is also the age of the moon. */
  moonDay: number;
  /** A month of meals before dawn and after sunset, and of long evenings. */
  isRamadan: boolean;
  /** Korité (end of Ramadan), Tabaski, or the Prophet's birthday (Mouloud): visits, food, a late evening. */
  isFeast: boolean;
  /** The coming night is spent awake: 27th night of Ramadan, night of the Mouloud. */
  isVigil: boolean;
  /** Families travel to be together on the days before Korité and Tabaski. */
  isTravelTime: boolean;
  /** Children learn this evening: there is school tomorrow. */
  isSchoolNight: boolean;
}

/**
 * The calendar that Node's ICU carries. Mali's moon is watched for in Mali, so that a feast may there
 * be a day later; the households of this simulation keep the computed day.
 */
const islamic = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura", {
  timeZone: "UTC",
  month: "numeric",
  day: "numeric",
});

/** Every kit asks for the same days. */
const days = new Map<number, CalendarDay>();

/**
 * @param start_ms midnight at which the day begins; Mali keeps UTC all year
 */
export function calendarDay(start_ms: number): CalendarDay {
  let day = days.get(start_ms);
  if (day === undefined) {
    day = read(start_ms);
    days.set(start_ms, day);
  }
  return day;
}

function read(start_ms: number): CalendarDay {
  const date = new Date(start_ms);
  const parts = islamic.formatToParts(date);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const moon = part("month");
  const moonDay = part("day");
  const isIn = (month: number, first: number, last: number) => moon === month && moonDay >= first && moonDay <= last;
  const weekday = date.getUTCDay();
  const month = date.getUTCMonth();
  return {
    weekday,
    month,
    moonDay,
    isRamadan: moon === 9,
    // months: 3 = Rabi al-awwal, 10 = Shawwal, 12 = Dhu al-hijja
    isFeast: isIn(10, 1, 2) || isIn(12, 10, 12) || isIn(3, 12, 12),
    isVigil: isIn(9, 26, 26) || isIn(3, 11, 11),
    isTravelTime: isIn(9, 27, 30) || isIn(12, 6, 9),
    // the school year runs from October to June, Monday to Friday
    isSchoolNight: (month >= 9 || month <= 5) && weekday <= 4,
  };
}
