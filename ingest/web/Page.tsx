import { useEffect, useMemo, useState } from "preact/hooks";
import { Content } from "./Content";
import { placeOf } from "./faults/order";
import { Freshness } from "./layout/Freshness";
import { Header } from "./layout/Header";
import { MomentContext } from "./layout/moment";
import { useService } from "./service/useService";
import { initialLanguage, type Language, rememberLanguage } from "./text/language";
import { TextContext, textIn } from "./text/text";

/** The provider's page: its language, its moment, and what the service last said. */
export function Page() {
  const [language, setLanguage] = useState(initialLanguage);
  const [state, tryNow] = useService();
  const text = useMemo(() => textIn(language), [language]);
  const isFresh = state?.phase === "fresh";
  const faults = state?.answer?.faults.filter((fault) => placeOf(fault) === "faults").length ?? 0;

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = text.words.documentTitle(faults);
  }, [language, text, faults]);

  const chooseLanguage = (language: Language) => {
    rememberLanguage(language);
    setLanguage(language);
  };

  return (
    <TextContext.Provider value={text}>
      <MomentContext.Provider value={{ now_ms: state?.now_ms ?? 0, isFresh }}>
        <Header onLanguage={chooseLanguage} />
        <Freshness state={state} onTryNow={tryNow} />
        {state?.answer && (
          <Content
            answer={state.answer}
            asOf={isFresh ? undefined : text.format.timeOfDay(state.answered_ms, state.now_ms)}
          />
        )}
      </MomentContext.Provider>
    </TextContext.Provider>
  );
}
