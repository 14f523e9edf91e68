import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyCompress from "@fastify/compress";
import fastifyEtag from "@fastify/etag";
import fastifyStatic from "@fastify/static";
import fastify, { type FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { ServiceStatus } from "@yeelen/shared/answers";
import type { Metrics } from "../metrics";
import type { Requests } from "../requests";
import { addFaultRequests } from "./faultRequests";
import { addCatalogue } from "./catalogue";
import { addHealth } from "./health";
import { addRequests } from "./requests";
import type { Views } from "./views";

/** Where the built page lies. */
const page = fileURLToPath(new URL("../../web/dist", import.meta.url));

export interface ApiOptions {
  host: string;
  port: number;
  views: Views;
  requests: Requests;
  metrics: Metrics;
  log: Logger;
  status: () => ServiceStatus;
}

/** HTTP: the provider's page and the JSON behind it and behind the command line. */
export class Api {
  private server: FastifyInstance | undefined;

  constructor(private readonly options: ApiOptions) {}

  /** @throws Error where the port cannot be had */
  async start(): Promise<void> {
    const { views, log, status, host, port } = this.options;
    const server = fastify({ logger: false, forceCloseConnections: true, bodyLimit: 64 * 1024 });
    // a page on a thin line asks every few seconds: what has not changed costs it a few bytes
    await server.register(fastifyCompress, { encodings: ["gzip", "identity"] });
    await server.register(fastifyEtag);
    server.addHook("onSend", async (_request, reply) => {
      reply.header("X-Content-Type-Options", "nosniff");
      reply.header("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
      reply.header("Referrer-Policy", "no-referrer");
    });
    // a page of another site must not read this through a name that it points here (DNS rebinding)
    server.addHook("onRequest", async (request, reply) => {
      if (isLoopback(host) && !isLoopback(request.hostname))
        return await reply.code(403).send({ error: "unknown host" });
      return undefined;
    });
    server.setErrorHandler(async (error, request, reply) => {
      const status = (error as { statusCode?: number }).statusCode ?? 500;
      if (status >= 500) log.error({ error, path: request.url }, "request failed");
      return await reply
        .code(status)
        .send({ error: status >= 500 ? "internal error, see the log" : (error as Error).message });
    });
    addRequests(server, this.options);
    addFaultRequests(server, this.options);
    addHealth(server, this.options);
    addCatalogue(server);
    server.get("/api/v1/status", async () => status());
    server.get("/api/v1/kits", async () => ({ kits: views.kits() }));
    server.get<{ Params: { kit: string } }>("/api/v1/kits/:kit", async (request, reply) => {
      const kit = views.kit(request.params.kit);
      return kit ? { kit } : await reply.code(404).send({ error: `no kit ${request.params.kit} is registered` });
    });
    server.get<{ Params: { kit: string } }>("/api/v1/kits/:kit/faults", async (request, reply) => {
      const faults = await views.faultsOf(request.params.kit);
      return faults ? { faults } : await reply.code(404).send({ error: `no kit ${request.params.kit} is registered` });
    });
    server.get("/api/v1/faults", async () => ({ faults: await views.faults() }));
    server.get("/api/v1/quarantine", async () => ({ quarantine: views.quarantine() }));
    if (existsSync(page)) await server.register(fastifyStatic, { root: page });
    else server.get("/", async () => "The page is not built: run  npm start  or  npx vite build ingest/web\n");
    await server.listen({ host, port });
    this.server = server;
  }

  /** Where the page is, such as http://127.0.0.1:8080. */
  url(): string {
    const address = this.server?.server.address();
    if (!address || typeof address === "string") throw new Error("the API is not started");
    const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
    return `http://${host === "0.0.0.0" || host === "[::]" ? "127.0.0.1" : host}:${address.port}`;
  }

  async stop(): Promise<void> {
    await this.server?.close();
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
