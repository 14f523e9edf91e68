import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { JsonReadingContent, JsonReportContent } from "./loadJson";
import { LoadLoop } from "./loadLoop";
import { FINISH, type LoadForm, type LoadQuestion } from "./loadMessages";
import { ReportContent } from "./loadReport";
import { LoadReturn } from "./loadReturn";

// The process that makes the load: asked by its parent, one question after the other; ends with it.

const contents = { report: ReportContent, "json-report": JsonReportContent, "json-reading": JsonReadingContent };

let loop: LoadLoop | undefined;

function contentOf(form: LoadForm, reports: readonly string[]) {
  return new contents[form](reports.map((report) => decodeReport(Buffer.from(report, "base64")).frame));
}

async function answerOf(question: LoadQuestion): Promise<unknown> {
  if (question.name === "connect") {
    const { target, kits, form, reports, isAcknowledged } = question;
    loop = new LoadLoop(target, contentOf(form, reports), isAcknowledged);
    await loop.connect(kits);
    return null;
  }
  if (question.name === "return") return await new LoadReturn(question.target, question.households).run(question.kits);
  if (!loop) throw new Error("nothing is connected");
  if (question.name === "run") return await loop.run(question.seconds, question.perSecond);
  return loop.counts();
}

process.on("disconnect", () => process.exit());
process.on("message", (question: LoadQuestion | typeof FINISH) => {
  if (question.name === FINISH.name) {
    loop?.finish();
    return;
  }
  answerOf(question).then(
    (answer) => process.send?.({ answer }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});
