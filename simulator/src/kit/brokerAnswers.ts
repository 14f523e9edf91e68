import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const RETRY_ms = 500;

interface Where {
  host: string;
  port: number;
  /** Told, again and again, while nothing answers. */
  onOutage?: (() => void) | undefined;
  signal?: AbortSignal;
}

/** Resolves once something accepts connections there. */
export async function brokerAnswers({ host, port, onOutage, signal }: Where): Promise<void> {
  while (!(await accepts(host, port))) {
    onOutage?.();
    await sleep(RETRY_ms, undefined, { signal });
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
