import fs from "node:fs";
import path from "node:path";
import testServers from "../setup/testServers.json";

/** The full path of a program. Debian puts servers where an ordinary user's PATH does not look. */
export function find(program: string): string | undefined {
  const folders = `${process.env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`.split(":");
  return folders.map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file));
}

/** Why what needs these programs cannot run here, or undefined when it can. */
export function missing(...programs: string[]): string | undefined {
  const absent = programs.filter((program) => find(program) === undefined);
  if (absent.length === 0) return undefined;
  const said = absent.map((program) => {
    const debian = testServers.find((server) => server.program === program)?.package;
    return debian === undefined ? program : `${program} (Debian package ${debian})`;
  });
  return `not installed: ${said.join(", ")}`;
}
