import type { HowBadAndFast, Lasting } from "./phrases";

/** What can be said of a whole site. */
export type SiteWords = ReturnType<typeof siteWords>;

/** The words for what befalls a site, and so every kit there. */
export function siteWords(site: string) {
  return {
    name: site,
    /** Thick cloud or dust: darker days, each as a whole. */
    clouds: ({ severity, over }: HowBadAndFast = {}): Lasting => ({
      phrase: "lasting",
      kind: "cloudy-fortnight",
      site,
      ...(severity !== undefined && { severity }),
      ...(over !== undefined && { course: over }),
    }),
    /** The mobile network is down. */
    offline: (): Lasting => ({ phrase: "lasting", kind: "site-offline", site }),
  };
}
