import { faultKinds, type HappeningKind, linkKinds, lookalikeKinds, type Part } from "../happenings/kinds";
import { kindProfiles } from "../happenings/profiles";
import { isOfASite } from "../scenario/occurrence";

/** What a person needs to know of a kind in order to let it happen. */
export interface KindView {
  kind: HappeningKind;
  nature: "fault" | "lookalike" | "link";
  meaning: string;
  /** What a severity of 1 stands for. */
  severityMeans: string;
  befalls: "kit" | "site";
  /** The first is the one that it befalls where none is named. */
  parts: readonly Part[];
  /** It has no degrees and no course. */
  isAllOrNothing: boolean;
  /** It is done to the board once, and over: nothing goes on, and nothing can be repaired. */
  isOverAtOnce: boolean;
  /** It is lived through in whole days, and shows from the next midnight on. */
  isOfWholeDays: boolean;
}

/** Every kind, faults first. */
export const kindViews: readonly KindView[] = [
  ...faultKinds.map((kind) => viewOf(kind, "fault")),
  ...lookalikeKinds.map((kind) => viewOf(kind, "lookalike")),
  ...linkKinds.map((kind) => viewOf(kind, "link")),
];

function viewOf(kind: HappeningKind, nature: KindView["nature"]): KindView {
  const { meaning, severityMeans, parts, severity, boardAct, begins } = kindProfiles[kind];
  return {
    kind,
    nature,
    meaning,
    severityMeans,
    befalls: isOfASite(kind) ? "site" : "kit",
    parts,
    isAllOrNothing: severity[0] === 1,
    isOverAtOnce: boardAct !== undefined,
    isOfWholeDays: begins === "midnight",
  };
}
