import { readFileSync } from "node:fs";
import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { Commands } from "./commands";
import { foreignBy } from "./guard";
import { Refusal } from "./refusal";

const pageFiles = [
  { url: "/", file: "page.html", type: "text/html" },
  { url: "/page.css", file: "page.css", type: "text/css" },
  { url: "/page.js", file: "page.js", type: "text/javascript" },
] as const;

const ROUTES = "GET /, GET /state, POST /happenings, POST /repairs, DELETE /happenings";

/** The page and the JSON with which a running simulation is watched and interfered with. It listens nowhere yet. */
export function controlApp(commands: Commands): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: 4096 });
  // a form of another site can send plain text without being asked, JSON it cannot
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", async (request, reply) => {
    const why = foreignBy(request);
    return why === undefined ? undefined : await reply.code(403).send({ error: why });
  });
  app.addHook("onSend", async (_request, reply) => {
    reply.header("X-Content-Type-Options", "nosniff");
    reply.header(
      "Content-Security-Policy",
      "default-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
    );
    reply.header("Cross-Origin-Resource-Policy", "same-origin");
    reply.header("Referrer-Policy", "no-referrer");
    reply.header("Cache-Control", "no-store");
  });
  app.setErrorHandler<FastifyError | Refusal>(async (error, _request, reply) => {
    const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500);
    const message = status === 415 ? "send JSON, with Content-Type: application/json" : error.message;
    return await reply.code(status).send({ error: message });
  });
  app.setNotFoundHandler(async ({ method, url }, reply) => {
    return await reply.code(404).send({ error: `there is no ${method} ${url}; there are ${ROUTES}` });
  });
  for (const { url, file, type } of pageFiles) {
    const content = readFileSync(new URL(`./page/${file}`, import.meta.url), "utf8");
    app.get(url, async (_request, reply) => await reply.type(`${type}; charset=utf-8`).send(content));
  }
  app.get("/state", async () => commands.state());
  app.post("/happenings", async ({ body }, reply) => {
    return await reply.code(201).send({ happening: commands.letHappen(body) });
  });
  app.post("/repairs", async ({ body }) => ({ ended: commands.repair(body) }));
  // not every client can send a body with DELETE
  app.delete("/happenings", async ({ body, query }) => ({ ended: commands.repair(body ?? query) }));
  return app;
}
