import { catalogueView } from "@yeelen/shared/catalogue/explain";
import { catalogueLanguages } from "@yeelen/shared/catalogue/language";
import type { FastifyInstance } from "fastify";
import { z } from "zod";

const query = z.object({ language: z.enum(catalogueLanguages).default("en") });

/** What every kind of fault means and what to do about it: `GET /api/v1/catalogue?language=fr`. */
export function addCatalogue(server: FastifyInstance): void {
  server.get("/api/v1/catalogue", async (request, reply) => {
    const asked = query.safeParse(request.query);
    if (!asked.success) {
      return await reply.code(400).send({ error: `language is one of ${catalogueLanguages.join(", ")}` });
    }
    return catalogueView(asked.data.language);
  });
}
