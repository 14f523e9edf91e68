import { type FaultKind, faultKinds } from "@yeelen/shared/faults";
import type { Happening } from "@yeelen/simulator/happenings/kinds";
import { CommandError } from "../commandError";
import { printLine } from "../print";
import type { Evaluated } from "./evaluation";
import { besideOf } from "./score";
import type { EvaluatedFleet } from "./source";

/** What `--cases` can be asked for. */
export type CaseKind = FaultKind | "all";

/** @throws CommandError where there is no such kind */
export function caseKind(text: string): CaseKind {
  const kinds: readonly string[] = ["all", ...faultKinds];
  if (kinds.includes(text)) return text as CaseKind;
  throw new CommandError(`--cases takes a kind of fault, or all; there is no ${text}. Kinds: ${faultKinds.join(", ")}`);
}

/** Prints what was missed and what is false of a kind; of `kit-silent`, whose cause was told wrongly. */
export function printCases(kind: CaseKind, { judgement, silences }: Evaluated, fleet: EvaluatedFleet): void {
  const isAsked = (of: FaultKind) => kind === "all" || kind === of;
  for (const { label, kind: of, found } of judgement.labels) {
    if (!found && isAsked(of)) printLine(`missed ${of}: ${said(label)}`);
  }
  for (const fault of judgement.false) {
    if (!isAsked(fault.kind)) continue;
    const beside = besideOf(fault, fleet).map(said);
    printLine(
      `false ${fault.kind}: ${fault.kit} ${fault.part} since ${time(fault.since_ms)}, shown ${time(fault.shown_ms)} to ${time(fault.gone_ms)}, ${JSON.stringify(fault.evidence)}, beside: ${beside.join("; ") || "nothing"}`,
    );
  }
  if (!isAsked("kit-silent")) return;
  for (const { kit, from_ms, to_ms, truth, whileSilent, afterReturn } of silences) {
    const wrong = [whileSilent, afterReturn].filter((one) => one !== undefined && one.cause !== truth);
    if (wrong.length === 0) continue;
    printLine(
      `silent ${kit} ${time(from_ms)} to ${time(to_ms)}, ${truth}: while silent ${whileSilent.cause} ${JSON.stringify(whileSilent.evidence)}, after its return ${afterReturn ? `${afterReturn.cause} ${JSON.stringify(afterReturn.evidence)}` : "-"}`,
    );
  }
}

function said({ kind, kit, site, part, onset_ms, end_ms, severity, course_h }: Happening): string {
  const course = course_h > 0 ? ` within ${Math.round(course_h / 24)} days` : "";
  return `${kind} ${kit ?? site} ${part} ${time(onset_ms)} to ${time(end_ms)}, severity ${severity}${course}`;
}

function time(time_ms: number | undefined): string {
  return time_ms === undefined ? "the end" : new Date(time_ms).toISOString().slice(0, 16);
}
