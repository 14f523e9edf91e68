import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);

/**
 * The least that a program can do to bring points to a server: texts that are prepared, compressed at the same
 * level as the client does it, one request at a time. (Node's own `fetch`: the client's way is no faster.)
 *
 * @param path with the query
 * @throws Error where the server does not take them
 */
export async function postBare(url: string, path: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const response = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-encoding": "gzip", "content-type": "text/plain; charset=utf-8" },
      body: await compress(text),
    });
    if (response.status !== 204) throw new Error(`the server answered ${response.status}: ${await response.text()}`);
  }
}
