import * as ds from "@devicescript/core";
import type { Bus } from "./powerMonitor";

/** Inner part of the platform behind its I²C client, of which this program needs a transfer alone. */
interface Platform {
  /** 0, or what went wrong. */
  _i2cTransaction: (address: number, write: Buffer, read: Buffer | undefined) => Promise<number>;
}

/** The I²C bus on the pins of the board file. */
export const boardBus: Bus = {
  xfer: async (address, write, size) => {
    const read = size ? Buffer.alloc(size) : undefined;
    const problem = await (ds as unknown as Platform)._i2cTransaction(address, write, read);
    if (problem !== 0) throw new Error("I2C " + problem);
    return read;
  },
};
