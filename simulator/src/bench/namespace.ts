import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { makeChain } from "./certificates";
import type { FleetSize } from "./fleet";
import { HOST, type UploadsFound } from "./uploads";

const CHILD = fileURLToPath(new URL("./uploadsChild.mjs", import.meta.url));

/** As root, and as anybody where the kernel lets them have namespaces. */
const WAYS = [["-n"], ["-rn"]];

/** Packets as on air: none larger than those of an ordinary link, and none sent in one piece with the next. */
const SET_UP = "ip link set dev lo mtu 1500 gso_max_segs 1 && ip link set dev lo up";

/** There can be no network namespace here: what is missing, and what to do. */
export class NoNamespace extends Error {
  override name = "NoNamespace";
}

/**
 * Counts the bytes of kits' uploads in a network namespace that is made for it and goes with it.
 *
 * @param onDay told after each day of each kit
 * @throws NoNamespace where none can be made; Error where the kits do not get on in it
 */
export async function uploadsInNamespace(
  asked: FleetSize & { upload_s: number },
  onDay: () => void,
  signal: AbortSignal,
): Promise<UploadsFound> {
  const way = wayIn();
  const folder = mkdtempSync(join(tmpdir(), "yeelen-bench-"));
  try {
    const chain = makeChain(HOST);
    const root = join(folder, "root.pem");
    writeFileSync(root, chain.root);
    const child = spawn(
      "unshare",
      // the chip knows no TLS 1.3, and no IPv6 address is tried in vain
      [
        ...way,
        "sh",
        "-c",
        `${SET_UP} && exec "$0" --tls-max-v1.2 --dns-result-order=ipv4first "$1"`,
        process.execPath,
        CHILD,
      ],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: root }, stdio: ["pipe", "pipe", "pipe"], signal },
    );
    const ended = new Promise<unknown>((resolve) => child.on("error", resolve).once("close", resolve));
    const complaints = text(child.stderr);
    child.stdin.end(JSON.stringify({ ...asked, key: chain.key, certificates: chain.certificates }));
    let found: UploadsFound | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line) as { found?: UploadsFound };
      if (said.found) found = said.found;
      else onDay();
    }
    const status = await ended;
    signal.throwIfAborted();
    if (!found) throw new Error(`the kits in the network namespace ended with ${String(status)}: ${await complaints}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wayIn(): string[] {
  const problems: string[] = [];
  for (const way of WAYS) {
    const { status, stderr, error } = spawnSync("unshare", [...way, "sh", "-c", SET_UP], { encoding: "utf8" });
    if (status === 0) return way;
    problems.push(`unshare ${way.join(" ")}: ${error?.message ?? stderr.trim()}`);
  }
  throw new NoNamespace(
    `no network namespace can be made here (${problems.join("; ")}). It takes Linux with unshare (util-linux) and ip ` +
      "(iproute2), as root or where the kernel lets users have namespaces",
  );
}
