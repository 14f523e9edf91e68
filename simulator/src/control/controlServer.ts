import type { FastifyInstance } from "fastify";
import type { LiveRun } from "../run/liveRun";
import type { FleetPlan } from "../scenario/plan";
import { Commands } from "./commands";
import { controlApp } from "./controlApp";
import { isLoopback } from "./guard";

interface ControlServerOptions {
  /** A loopback address: whoever reaches the server may break kits. */
  host: string;
  /** 0 = any that is free. */
  port: number;
}

/** Serves the page with which a running simulation is watched and interfered with. */
export class ControlServer {
  private readonly app: FastifyInstance;

  /** @throws RangeError where the host is not a loopback address */
  constructor(
    run: LiveRun,
    plan: FleetPlan,
    private readonly options: ControlServerOptions,
  ) {
    const { host } = options;
    if (!isLoopback(host))
      throw new RangeError(`control listens on this machine alone, such as 127.0.0.1, not ${host}`);
    this.app = controlApp(new Commands(run, plan));
  }

  /**
   * @returns where the page is, such as http://127.0.0.1:8090
   * @throws Error where the port cannot be had
   */
  async start(): Promise<{ url: string }> {
    return { url: await this.app.listen(this.options) };
  }

  async stop(): Promise<void> {
    await this.app.close();
  }
}
