/** Asks a server by HTTP for text; an answer that is not a success is an error with what the server said. */
export async function request(url: URL | string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000), ...init });
  const text = await response.text();
  if (!response.ok) throw new Error(`${String(url)}: ${response.status} ${text}`);
  return text;
}

/** Whether the address answers with success within a second. */
export async function answersAt(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
