import { en } from "./en";
import { type Catalogue, fr } from "./fr";

/** The languages of the page, the first one for those who read none of them. */
export const catalogues = { fr, en } satisfies Record<string, Catalogue>;
export type Language = keyof typeof catalogues;
export const languages = Object.keys(catalogues) as Language[];

const STORED_AS = "yeelen.language";

/** The language chosen here before, or else the first of the browser's that the page speaks. */
export function initialLanguage(): Language {
  const wanted = [stored(), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return languages.find((language) => language === wanted.find(isSpoken)) ?? "fr";
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // private windows may not store: the choice then lasts as long as the page
  }
}

function isSpoken(tag: string | undefined): boolean {
  return languages.some((language) => language === tag);
}

function stored(): string | undefined {
  try {
    return localStorage.getItem(STORED_AS) ?? undefined;
  } catch {
    return undefined;
  }
}
