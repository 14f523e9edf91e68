import { catalogues, type Language, languages } from "../text/language";
import { useText } from "../text/text";

/** The name of the page and the choice of its language. */
export function Header({ onLanguage }: { onLanguage: (language: Language) => void }) {
  const { words, language: current } = useText();
  return (
    <header class="top">
      <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
        <path class="sun" d="M8 21a8 8 0 0 1 16 0z" />
        <path class="rays" d="M16 9V5M7.5 12.5 4.7 9.7M24.5 12.5l2.8-2.8M4 25.5h24" />
      </svg>
      <div class="name">
        <h1>Yeelen</h1>
        <p>{words.tagline}</p>
      </div>
      <fieldset class="languages">
        <legend class="unseen">{words.chooseLanguage}</legend>
        {languages.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-pressed={language === current}
            aria-label={catalogues[language].languageName}
            onClick={() => onLanguage(language)}
          >
            <span aria-hidden="true" class="short">
              {language}
            </span>
            <span aria-hidden="true" class="long">
              {catalogues[language].languageName}
            </span>
          </button>
        ))}
      </fieldset>
    </header>
  );
}
