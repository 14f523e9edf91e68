import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isSecret, loadKey } from "@yeelen/ingest/broker/credentials";
import { enrol } from "@yeelen/ingest/enrolment";
import { journalFile } from "@yeelen/ingest/journal/database";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import type { Command } from "commander";
import { CommandError } from "../commandError";
import { type KitSettings, makeWritable, readKitFiles, writeKitFiles } from "../kitFiles";
import { printJson, printLine, printNote } from "../print";
import { randomCode } from "../randomCode";
import { dataDirectory, findServiceToWriteTo } from "../source";

/** The DeviceScript project, from which the CLI takes a kit's settings along. */
const FIRMWARE = fileURLToPath(new URL("../../../firmware/", import.meta.url));
const BOARD = "yeelen_esp32c3";

interface FirmwareOptions {
  data?: string;
  host?: string;
  port: string;
  tls: boolean;
  capacity: string;
  secretFile?: string;
  out: string;
  json?: boolean;
}

/** `yeelen kits firmware`. @param kits the command it belongs to */
export function addKitsFirmware(kits: Command): void {
  kits
    .command("firmware")
    .description("write what makes a board this kit: its settings, with its secret and the network of its label")
    .argument("<kit>", "a registered kit")
    .option("--host <name>", "the server, by the name that its certificate bears (default: as the last time)")
    .option("--port <number>", "its MQTT port", "8883")
    .option("--no-tls", "connect without TLS: on a test bench only")
    .option("--capacity <mAh>", "nominal capacity of the battery; 0 where it is not known", "7000")
    .option("--secret-file <file>", "the kit's secret; without it the kit gets a new one, and the old one ends")
    .option("--out <dir>", "where to write .env.defaults and .env.local (default: the project's firmware/)", FIRMWARE)
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (kit: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<FirmwareOptions>();
      const service = await findServiceToWriteTo(options.data);
      const directory = service?.data ?? dataDirectory(options.data).path;
      const written = prepare(directory, kit, options);
      if (options.json) return printJson(written);
      tell(written, options.out);
      return undefined;
    });
}

interface Written {
  kit: string;
  host: string;
  directory: string;
  wifi: { name: string; password: string };
  isNewSecret: boolean;
}

function prepare(data: string, kit: string, options: FirmwareOptions): Written {
  const port = wholeNumber("--port", options.port, 1, 65_535);
  const battery_mAh = wholeNumber("--capacity", options.capacity, 0, 1_000_000);
  const record = find(data, kit);
  const directory = resolve(options.out);
  const { defaults, local: before } = readKitFiles(directory);
  const host = String(options.host ?? defaults.host ?? hostname());
  if (!/^[a-z0-9._:-]+$/i.test(host)) throw new CommandError(`--host: "${host}" is no name of a server`);
  // the label may be printed already
  const isSameKit = before.kit === kit;
  const known = options.secretFile ? readSecret(options.secretFile) : isSameKit ? before.secret : undefined;
  const isKnown = typeof known === "string" && isSecret(loadKey(data), known, record.secretHash);
  if (options.secretFile && !isKnown)
    throw new CommandError(`${options.secretFile} does not hold the secret of ${kit}`);
  try {
    makeWritable(directory);
  } catch (error) {
    throw new CommandError(`nothing can be written to ${directory}: ${(error as Error).message}`);
  }
  const { site, clock, battery } = record;
  const secret = isKnown ? known : enrol(data, [{ code: kit, site, clock, battery }], { replace: true }).get(kit);
  const wifi = {
    name: labelled(isSameKit, before.WIFI_SSID) ?? `yeelen-${randomCode(4)}`,
    password: labelled(isSameKit, before.WIFI_PWD) ?? randomCode(10),
  };
  if (before.kit !== undefined && !isSameKit) {
    printNote(`${directory} held the settings of ${before.kit}: they are replaced.`);
  }
  writeKitFiles(directory, {
    defaults: { host, port, tls: options.tls, battery, battery_mAh },
    local: { kit, secret: secret ?? "", WIFI_SSID: wifi.name, WIFI_PWD: wifi.password },
  });
  return { kit, host, directory, wifi, isNewSecret: !isKnown };
}

function find(data: string, kit: string): KitRecord {
  const journal = existsSync(journalFile(data)) ? Journal.open(data) : undefined;
  try {
    const record = journal?.kits.find(kit);
    if (!record) throw new CommandError(`kit ${kit} is not registered:  yeelen kits add ${kit} --site SITE`);
    if (record.clock === "sender") throw new CommandError(`kit ${kit} stamps its own time: it is no board of ours`);
    return record;
  } finally {
    journal?.close();
  }
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new CommandError(`the secret cannot be read: ${(error as Error).message}`);
  }
}

function labelled(isSameKit: boolean, value: KitSettings[string] | undefined): string | undefined {
  return isSameKit && typeof value === "string" && value !== "" ? value : undefined;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new CommandError(`${option} takes a number from ${least} to ${most}`);
  }
  return value;
}

function tell({ kit, host, directory, wifi, isNewSecret }: Written, out: string): void {
  const project = relative(process.cwd(), FIRMWARE) || ".";
  if (isNewSecret) printNote(`${kit} has a new secret: a board that bears the old one is no longer let in.`);
  printLine(`Settings of ${kit}: .env.defaults and .env.local in ${directory}`);
  printLine(`It reports to ${host} (--host says another).`);
  printLine("");
  printLine("For the kit's label, the hotspot that it looks for:");
  printLine(`  name      ${wifi.name}`);
  printLine(`  password  ${wifi.password}`);
  printLine("");
  printLine("With the board on USB (docs/flashing.md):");
  if (resolve(out) !== resolve(FIRMWARE)) printLine(`  cp ${directory}/.env.* ${project}/`);
  printLine(`  cd ${project}`);
  printLine(`  npx devicescript flash --board ${BOARD}`);
  printLine("  npx devicescript devtools src/main.ts --serial");
}
