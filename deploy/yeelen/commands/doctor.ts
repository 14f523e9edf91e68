import { styleText } from "node:util";
import { ConfigError } from "@yeelen/ingest/config/config";
import type { Command } from "commander";
import { examine } from "../doctor/examine";
import { fail, type Finding } from "../doctor/finding";
import { printJson, printLine, printNote, printTable } from "../print";
import { addServiceOptions, configOf, type ServiceOptions } from "../serviceOptions";

const colours = { ok: "green", warn: "yellow", fail: "red" } as const;

/** `yeelen doctor`. */
export function addDoctor(program: Command): void {
  addServiceOptions(
    program
      .command("doctor")
      .description("look at everything that the service needs, and say what to do (exit status 1: something fails)"),
  )
    .option("--json", "print one JSON object")
    .action(async (options: ServiceOptions & { json?: boolean }) => {
      const findings = await findingsFor(options);
      const failed = findings.filter(({ state }) => state === "fail").length;
      if (failed > 0) process.exitCode = 1;
      if (options.json) return printJson({ ok: failed === 0, findings });
      printTable([], findings.flatMap(rowsOf));
      printLine(failed === 0 ? "Nothing fails." : `${failed} ${failed === 1 ? "thing fails" : "things fail"}.`);
      return undefined;
    });
}

async function findingsFor(options: ServiceOptions): Promise<Finding[]> {
  try {
    return await examine(configOf(options), printNote);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [fail("configuration", error.message, "correct the settings; nothing else was looked at")];
  }
}

function rowsOf({ check, state, found, advice }: Finding): string[][] {
  const shown = process.stdout.isTTY ? styleText(colours[state], state) : state;
  return [[shown, check, found], ...(advice === null ? [] : [["", "", `→ ${advice}`]])];
}
