import { commandNames } from "@yeelen/shared/vocabulary";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { RequestRefused, type Requests } from "../requests";

const commandValues = z.partialRecord(z.enum(commandNames), z.int());

/**
 * The requests that change something. They take JSON only, which no page of another site can send
 * without asking first, and nothing that a page of another site sends.
 */
export function addRequests(server: FastifyInstance, { requests }: { requests: Requests }): void {
  server.addHook("onRequest", async (request, reply) => {
    if (request.method !== "POST") return undefined;
    const { origin, "sec-fetch-site": site } = request.headers;
    // where a browser says whose page it is, that holds behind a proxy with another name too
    const isOfOwnHost = origin === undefined || hostOf(origin) === request.host;
    if (site === undefined ? !isOfOwnHost : site !== "same-origin")
      return await reply.code(403).send({ error: "another site's page" });
    if (request.headers["content-type"]?.split(";")[0] !== "application/json") {
      return await reply.code(415).send({ error: "the body must be application/json" });
    }
    return undefined;
  });
  server.post<{ Params: { kit: string } }>("/api/v1/kits/:kit/commands", async ({ params, body }) => {
    const parsed = commandValues.safeParse(body);
    if (!parsed.success) throw new RequestRefused(z.prettifyError(parsed.error), 400);
    return { revision: requests.configure(params.kit, parsed.data) };
  });
  server.post<{ Params: { kit: string } }>("/api/v1/kits/:kit/help/answer", async ({ params }) => ({
    revision: requests.answerHelp(params.kit),
  }));
  server.post<{ Params: { kit: string } }>("/api/v1/kits/:kit/help/close", async ({ params }) => ({
    closed: requests.closeHelp(params.kit),
  }));
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
