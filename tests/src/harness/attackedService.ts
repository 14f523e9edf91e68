import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enrol } from "@yeelen/ingest/enrolment";
import type { QuarantineView, ServiceStatus } from "@yeelen/shared/answers";
import { type GoodKit, goodKit } from "./goodKit";
import { memoryOf_bytes } from "./memory";
import type { RegisteredKit } from "./service";
import { serve } from "./yeelen";

/** `yeelen serve` as a process of its own, with a good kit that reports all along. */
export interface AttackedService {
  port: number;
  data: string;
  good: GoodKit;
  /** Kits that may be used for anything. */
  kits: RegisteredKit[];
  memory_bytes: () => number;
  status: () => Promise<ServiceStatus>;
  quarantine: () => Promise<QuarantineView[]>;
  /** @throws Error where it did not end by itself, or the good kit was not served to the end */
  stop: () => Promise<void>;
}

export async function startAttacked(kitCount: number): Promise<AttackedService> {
  const data = mkdtempSync(join(tmpdir(), "yeelen-abuse-"));
  const codes = ["good-kit", ...Array.from({ length: kitCount }, (_, i) => `kit-${i}`)];
  const entries = codes.map((code) => ({ code, site: "Mopti", clock: "server", battery: "lifepo4-4s" }) as const);
  const [goodOne, ...kits] = [...enrol(data, entries)].map(([id, secret]) => ({ id, secret }));
  const service = await serve(data, { YEELEN_LOG: "error" });
  const good = await goodKit(service.mqttPort, goodOne as RegisteredKit);
  const get = async (path: string) => await (await fetch(`${service.url}/api/v1/${path}`)).json();
  return {
    port: service.mqttPort,
    data,
    good,
    kits,
    memory_bytes: () => memoryOf_bytes(service.pid),
    status: async () => (await get("status")) as ServiceStatus,
    quarantine: async () => ((await get("quarantine")) as { quarantine: QuarantineView[] }).quarantine,
    stop: async () => {
      const [served, ended] = [await good.stop().catch((error: Error) => error), await service.stop()];
      rmSync(data, { recursive: true, force: true });
      if (ended !== 0) throw new Error(`the service ended with ${ended}`);
      if (served) throw served;
    },
  };
}
