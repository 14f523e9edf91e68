import type { FastifyRequest } from "fastify";

/** Whether a name is this machine's own, whatever a name server says. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Why a request is not from this machine's own page or command line; `undefined` = it is. A page of
 * another site can make a browser send requests here, or reach this server under a name of its own
 * (DNS rebinding); neither can hide what it says in `Host` and `Origin`.
 */
export function foreignBy({ hostname, host, headers }: FastifyRequest): string | undefined {
  if (!isLoopback(hostname)) return "ask for this page as localhost or 127.0.0.1";
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return "pages of other sites may not control a simulation";
  return undefined;
}
