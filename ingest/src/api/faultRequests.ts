import { faultKinds, faultParts } from "@yeelen/shared/faults";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { marks, toldBy } from "../journal/faultMarks";
import { RequestRefused, type Requests } from "../requests";
import type { Views } from "./views";

const marking = z.strictObject({
  kit: z.string(),
  kind: z.enum(faultKinds),
  part: z.enum(faultParts),
  mark: z.enum(marks),
  until: z.iso.datetime({ offset: true }).optional(),
});
const reporting = z.strictObject({ part: z.enum(faultParts), by: z.enum(toldBy) });
const closing = z.strictObject({ part: z.enum(faultParts) });

/** What people say of faults: that they have seen one, that it is to wait, that it is repaired, or that there is one. */
export function addFaultRequests(
  server: FastifyInstance,
  { requests, views }: { requests: Requests; views: Pick<Views, "faults"> },
): void {
  server.post("/api/v1/faults/marks", async ({ body }) => {
    const { mark, until, ...of } = parsed(marking, body);
    requests.markFault(await views.faults(), of, mark, until === undefined ? undefined : Date.parse(until));
    return { marked: mark };
  });
  server.post<{ Params: { kit: string } }>("/api/v1/kits/:kit/faults", async ({ params, body }) => {
    const { part, by } = parsed(reporting, body);
    requests.reportFault(params.kit, part, by);
    return { reported: part };
  });
  server.post<{ Params: { kit: string } }>("/api/v1/kits/:kit/faults/close", async ({ params, body }) => {
    const { part } = parsed(closing, body);
    requests.closeReport(params.kit, part);
    return { closed: part };
  });
}

/** @throws RequestRefused that says what is wrong */
function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new RequestRefused(z.prettifyError(result.error), 400);
  return result.data;
}
