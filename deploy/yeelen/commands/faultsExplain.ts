import {
  catalogueView,
  type ExplainedKind,
  explain,
  explainedKinds,
  minimumText,
  namesIn,
} from "@yeelen/shared/catalogue/explain";
import { type CatalogueLanguage, catalogueLanguages } from "@yeelen/shared/catalogue/language";
import { type Command, Option } from "commander";
import { CommandError } from "../commandError";
import { printJson, printLine, printTable } from "../print";

/** `yeelen faults explain [KIND]`: what a kind of fault means, what to check, and what to bring. */
export function addExplain(faults: Command): void {
  faults
    .command("explain")
    .description("say what a kind of fault means, what to check and what to bring; without a kind, list all of them")
    .argument("[kind]", "such as battery-worn")
    .addOption(new Option("--language <language>", "of the texts").choices(catalogueLanguages).default("en"))
    .option("--json", "print one JSON object")
    .action((name: string | undefined, _options: unknown, command: Command) => {
      const { language, json } = command.optsWithGlobals<{ language: CatalogueLanguage; json?: boolean }>();
      const kind = explainedKinds.find((known) => known === name);
      if (name !== undefined && !kind) {
        throw new CommandError(`there is no kind ${name}\n        ${explainedKinds.join("\n        ")}`);
      }
      if (json) printJson(kind ? { language, ...explain(kind, language) } : catalogueView(language));
      else if (kind) printExplained(explain(kind, language), language);
      else printKinds(language);
    });
}

function printKinds(language: CatalogueLanguage): void {
  const { headings, severities } = namesIn[language];
  printTable(
    [headings.kind, headings.severity, headings.meaning],
    explainedKinds.map((kind) => {
      const { severity, name } = explain(kind, language);
      return [kind, severities[severity].name, name];
    }),
  );
}

function printExplained(explained: ExplainedKind, language: CatalogueLanguage): void {
  const { kind, name, severity, meaning, raised, cleared, causes, checks, bring, source } = explained;
  const { headings, severities, nothingToBring } = namesIn[language];
  printLine(`${name} (${kind})`);
  printLine(meaning);
  const told: [heading: string, lines: string[]][] = [
    [headings.severity, [`${severities[severity].name} – ${severities[severity].meaning}`]],
    [headings.raised, [raised]],
    [headings.minimum, [minimumText(explained, language)]],
    [headings.cleared, [cleared]],
    [headings.causes, causes.map(({ text }) => `- ${text}`)],
    [headings.checks, checks.map((step, i) => `${i + 1}. ${step}`)],
    [headings.bring, bring.length > 0 ? bring.map(({ name, quantity }) => `${quantity} × ${name}`) : [nothingToBring]],
    [headings.source, [source]],
  ];
  for (const [heading, lines] of told) {
    printLine();
    printLine(heading);
    for (const line of lines) printLine(`  ${line}`);
  }
}
