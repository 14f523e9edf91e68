import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { compileFunction } from "node:vm";

/**
 * The section of the DeviceScript CLI's bundle that holds its virtual machine, as it was read and
 * tried. Another text may work, but nobody has looked: the host refuses it.
 */
export const VM_SECTION_SHA256 = "6f9118251fc7c4c7f555e6cb4697ee99a11d4499bdcfac31fca66d810b06e4c3";

const SECTION_START = "// runtime/devicescript-vm/built/devicescript-vm.js";

/** One virtual machine: the part of its surface that a host uses. */
export interface Vm {
  dmesg: (line: string) => void;
  log: (...parts: unknown[]) => void;
  error: (problem: unknown) => void;
  flashLoad: () => Uint8Array;
  flashSave: (content: Uint8Array) => void;
  sendPacket: (frame: Uint8Array) => number;
  panicHandler: (code: number) => void;
  handlePacket: (frame: Uint8Array) => void;
  devsSetDeviceId: (id: string) => void;
  devsStart: () => void;
  devsDeploy: (bytecode: Uint8Array) => number;
  devsStop: () => void;
}

/** A socket as far as the machine uses one. */
export interface VmSocket {
  on(event: string, listener: (...values: unknown[]) => void): unknown;
  once(event: string, listener: (...values: unknown[]) => void): unknown;
  write(bytes: Uint8Array): unknown;
  end(): unknown;
}

/** What a virtual machine takes from outside, so that each has its own clock, chance and sockets. */
export interface Surroundings {
  now(): number;
  setTimeout(action: () => void, delay_ms: number): unknown;
  clearTimeout(timer: unknown): void;
  random(size: number): Uint8Array;
  connect(protocol: "tcp" | "tls", host: string, port: number): VmSocket;
}

/** The section in the text of a bundle. @throws Error where the bundle has none. */
export function cutSection(bundle: string): string {
  const start = bundle.indexOf(SECTION_START);
  const end = bundle.indexOf("\n// ", start + SECTION_START.length);
  if (start < 0 || end < 0) throw new Error(`the bundle of @devicescript/cli has no section ${SECTION_START}`);
  return bundle.slice(start, end);
}

/** Refuses a section whose text is not the one that was tried. @throws Error naming both hashes. */
export function checkSection(section: string, cliVersion: string): void {
  const found = createHash("sha256").update(section).digest("hex");
  if (found === VM_SECTION_SHA256) return;
  throw new Error(
    `the virtual machine inside @devicescript/cli ${cliVersion} is not the one this host was made for: ` +
      `sha256 expected ${VM_SECTION_SHA256}, found ${found}`,
  );
}

/** Makes one virtual machine that has nothing but what `surroundings` gives it. */
export async function createVm(surroundings: Surroundings): Promise<Vm> {
  factory ??= loadFactory();
  const connect = (protocol: "tcp" | "tls") => (to: { host: string; port: number }) =>
    surroundings.connect(protocol, to.host, to.port);
  const modules: Record<string, unknown> = {
    net: { createConnection: connect("tcp") },
    tls: { connect: connect("tls") },
    crypto: { randomBytes: (size: number) => surroundings.random(size) },
    fs,
    path,
  };
  const holder = { exports: {} };
  const commonJs = (parts: Record<string, (exports: object, module: object) => void>) => () => {
    for (const part of Object.values(parts)) part(holder.exports, holder);
    return holder.exports;
  };
  const make = factory(
    commonJs,
    (name: string) => modules[name],
    { now: () => surroundings.now() },
    (action: () => void, delay_ms?: number) => surroundings.setTimeout(action, delay_ms ?? 0),
    (timer: unknown) => surroundings.clearTimeout(timer),
    // used only to complain about slow loading
    undefined,
    sharedWebAssembly,
    silentConsole,
    { versions: process.versions, release: process.release, argv: [] },
  )() as (module: object) => Promise<Vm>;
  return make({});
}

const PARAMETERS = [
  "__commonJS",
  "require",
  "Date",
  "setTimeout",
  "clearInterval",
  "setInterval",
  "WebAssembly",
  "console",
  "process",
  "__dirname",
  "__filename",
];

type Factory = (...values: unknown[]) => () => unknown;
let factory: Factory | undefined;

function loadFactory(): Factory {
  const require = createRequire(import.meta.url);
  const bundle = require.resolve("@devicescript/cli/built/devicescript-cli.cjs");
  const cliPackage = path.join(path.dirname(bundle), "..", "package.json");
  const section = cutSection(fs.readFileSync(bundle, "utf8"));
  checkSection(section, (JSON.parse(fs.readFileSync(cliPackage, "utf8")) as { version: string }).version);
  return compileFunction(`${section}\nreturn require_devicescript_vm;`, PARAMETERS, {
    filename: "devicescript-vm.js",
  }) as Factory;
}

/** The part of the `WebAssembly` global that is used; its types come with a browser's library only. */
interface WasmEngine {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<object>;
}
const engine = (globalThis as unknown as { WebAssembly: WasmEngine }).WebAssembly;
let compiled: Promise<object> | undefined;

/** The machine's code is the same for every device: it is compiled once and shared. */
const sharedWebAssembly: object = Object.create(engine, {
  instantiate: {
    value: async (bytes: Uint8Array, imports: object) => {
      compiled ??= engine.compile(bytes);
      const module = await compiled;
      return { module, instance: await engine.instantiate(module, imports) };
    },
  },
}) as object;

const nothing = () => undefined;
const silentConsole = { log: nothing, debug: nothing, warn: nothing, error: nothing };
