import { expect, it } from "vitest";
import { startAttacked } from "./harness/attackedService";
import { GROWTH_bytes } from "./harness/memory";
import { survived } from "./harness/survived";

it("nothing that 100,000 sessions with mistakes in them say stops the service", async () => {
  const service = await startAttacked(60);
  try {
    const { growth_bytes, acknowledged } = await survived(service, { seed: 2, sessions: 100_000 });
    expect(growth_bytes).toBeLessThan(GROWTH_bytes);
    expect(acknowledged).toBeGreaterThan(100);
  } finally {
    await service.stop();
  }
});
