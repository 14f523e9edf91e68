import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { createFormat, type Format } from "./format";
import type { Catalogue } from "./fr";
import { catalogues, type Language } from "./language";
import { readable } from "./readable";

/** Words, and the way numbers and times are written, of one language. */
export interface Text {
  language: Language;
  words: Catalogue;
  format: Format;
}

export function textIn(language: Language): Text {
  const words = catalogues[language];
  return { language, words, format: createFormat(words.locale) };
}

export const TextContext = createContext<Text>(textIn("fr"));

export function useText(): Text {
  return useContext(TextContext);
}

/** What a list of words has for a key, or undefined. */
export function wordFor(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.keys(words).includes(key) ? words[key] : undefined;
}

/** A catalogue's name for a key; a key that it does not know, made readable. */
export function named(names: Readonly<Record<string, string>>, key: string): string {
  return wordFor(names, key) ?? readable(key);
}
