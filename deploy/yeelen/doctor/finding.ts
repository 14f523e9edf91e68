/** What was found of one thing, and what to do about it. */
export interface Finding {
  /** What was looked at, in a word or two. */
  check: string;
  /** `warn`: it works, but not as it should or not for long. `fail`: it does not work. */
  state: "ok" | "warn" | "fail";
  found: string;
  /** What to do, or null where there is nothing to do. */
  advice: string | null;
}

export function ok(check: string, found: string): Finding {
  return { check, state: "ok", found, advice: null };
}

export function warn(check: string, found: string, advice: string): Finding {
  return { check, state: "warn", found, advice };
}

export function fail(check: string, found: string, advice: string): Finding {
  return { check, state: "fail", found, advice };
}
