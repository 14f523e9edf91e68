import { existsSync } from "node:fs";
import { loadConfig } from "@yeelen/ingest/config/config";
import { exportAll } from "@yeelen/ingest/export/exportAll";
import { journalFile } from "@yeelen/ingest/journal/database";
import { Journal } from "@yeelen/ingest/journal/journal";
import { type Command, Option } from "commander";
import { dayOf } from "../arguments";
import { CommandError } from "../commandError";
import { printJson, printLine } from "../print";
import { Progress } from "../progress";
import { dataDirectory, findServiceToWriteTo } from "../source";
import { untilStopped } from "../untilStopped";

interface ExportOptions {
  url?: string;
  database?: string;
  org?: string;
  token?: string;
  username?: string;
  password?: string;
  api?: string;
  from?: string;
  to?: string;
  data?: string;
  config?: string;
  json?: boolean;
}

/** `yeelen export`. */
export function addExport(program: Command): void {
  program
    .command("export")
    .description("write the whole journal into an InfluxDB or VictoriaMetrics, whether the service runs or not")
    .option("--url <url>", "the server, such as http://127.0.0.1:8086 (INFLUX_URL)")
    .option("--database <name>", "database or bucket (default: yeelen; INFLUX_DATABASE)")
    .option("--org <name>", "organisation of InfluxDB 2 (INFLUX_ORG)")
    .option("--token <token>", "token of InfluxDB 2 and 3 (INFLUX_TOKEN, which other users do not see)")
    .option("--username <name>", "user of InfluxDB 1.x (INFLUX_USERNAME)")
    .option("--password <password>", "his password (INFLUX_PASSWORD, which other users do not see)")
    .addOption(new Option("--api <api>", "which write API it has (INFLUX_API)").choices(["auto", "v1", "v2"]))
    .option("--from <day>", "only readings of this day (UTC) and later, such as 2026-01-31")
    .option("--to <day>", "only readings before this day")
    .option("--data <dir>", "data directory (default: that of the running service, or ./yeelen-data; YEELEN_DATA)")
    .option("--config <file>", "configuration file (JSON)")
    .option("--json", "print the result as one JSON object")
    .action(async (options: ExportOptions) => {
      const settings = loadConfig(process.env, options.config, {
        "influx.url": options.url,
        "influx.database": options.database,
        "influx.org": options.org,
        "influx.token": options.token,
        "influx.username": options.username,
        "influx.password": options.password,
        "influx.api": options.api,
      }).influx;
      if (!settings) throw new CommandError("say where to:  yeelen export --url http://127.0.0.1:8086");
      const times = { from_ms: dayOf("--from", options.from), to_ms: dayOf("--to", options.to) };
      const data = (await findServiceToWriteTo(options.data))?.data ?? dataDirectory(options.data).path;
      if (!existsSync(journalFile(data))) throw new CommandError(`${data} holds no journal`);
      const stop = new AbortController();
      void untilStopped().then(() => stop.abort());
      const journal = Journal.open(data);
      const total = journal.kitSummaries().reduce((sum, { readings }) => sum + readings, 0);
      const progress = new Progress(total, "readings");
      const started_ms = Date.now();
      const onProgress = (done: number, error: string | null) => {
        if (error === null) progress.update(done);
        else progress.waitsFor(`${settings.url}: ${error}`);
      };
      const found = await exportAll({ readings: journal.readings, settings, ...times, onProgress, signal: stop.signal })
        .catch((error: unknown) => {
          if (stop.signal.aborted) throw new CommandError("stopped before it was through; begin again", 130);
          throw new CommandError((error as Error).message);
        })
        .finally(() => {
          progress.stop();
          journal.close();
        });
      const seconds = Math.round((Date.now() - started_ms) / 100) / 10;
      const { points, tooOld, refused, whyRefused } = found;
      if (options.json) printJson({ url: settings.url, database: settings.database, ...found, seconds });
      else printLine(`${points} points written into ${settings.database} at ${settings.url} in ${seconds} s`);
      if (tooOld > 0 && !options.json) printLine(`${tooOld} readings are older than it keeps: it dropped them`);
      if (refused > 0) throw new CommandError(`${refused} readings were refused, the first of them ${whyRefused}`);
    });
}
