import type { Readiness, ServiceStatus } from "@yeelen/shared/answers";
import type { FastifyInstance } from "fastify";
import type { Metrics } from "../metrics";

/** What those who watch over the service ask: is it alive, does it serve kits, how much of everything. */
export function addHealth(
  server: FastifyInstance,
  { status, metrics }: { status: () => ServiceStatus; metrics: Metrics },
): void {
  // an answer at all says that the process turns
  server.get("/health/live", async () => ({ live: true }));
  server.get("/health/ready", async (_request, reply) => {
    const readiness = readinessOf(status());
    return await reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  server.get("/metrics", async (_request, reply) => {
    const text = await metrics.text();
    return await reply.type(metrics.contentType).send(text);
  });
}

/** Whether kits are served: the broker listens and the journal takes commits. InfluxDB may be away meanwhile. */
export function readinessOf(status: ServiceStatus): Readiness {
  const reasons: Readiness["reasons"] = [];
  if (status.draining) reasons.push({ reason: "draining", message: "the service was asked to end" });
  else if (status.mqtt.port === 0) reasons.push({ reason: "not-listening", message: "the broker does not listen" });
  if (status.journal.error !== null) reasons.push({ reason: "journal", message: status.journal.error });
  return { ready: reasons.length === 0, reasons, influxdb: status.export?.error ?? null };
}
