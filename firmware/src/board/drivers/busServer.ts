// by its namespace: the compiler leaves the classes of services undefined where they are imported by name
import * as ds from "@devicescript/core";

/**
 * The board's own Jacdac services, one register each: all that this program asks of them. (The platform's
 * `Server` serves every register of a service by name, and brings 5 kB of libraries along.)
 */

/** Codes of the registers that are served. */
export const READING = 0x101;
export const VALUE = 1;

/** Jacdac: the restart counter at its steady value, and "supports acknowledgements". */
const ANNOUNCE_FLAGS = 0x10f;
/** As the protocol has it; the bus forgets a device that was silent for two seconds. */
const ANNOUNCE_ms = 500;

interface Service {
  spec: ds.ServiceSpec;
  code: number;
  read: () => ds.AsyncValue<number>;
  write: ((value: number) => void) | undefined;
}

/** Inner parts of the platform by which a program serves. */
interface Platform {
  _onServerPacket: (packet: ds.Packet) => Promise<void>;
  _serverSend: (service: number, packet: ds.Packet) => Promise<void>;
}
const platform = ds as unknown as Platform;

/** Flags, two reserved fields, and the classes of the services. */
const announced: number[] = [ANNOUNCE_FLAGS, 0, 0];
/** Service 0 is the one that announces the others. */
const services: Service[] = [undefined];

/**
 * Serves one register of a service from now on. `[app:N]` of a role counts the calls for its class.
 *
 * @param read its value; where it is NaN, there is no answer, and the reader's time limit makes that "not
 *   measured". Any other answer would be wrong: a temperature on the bus is fixed point and turns NaN into 0,
 *   "not implemented" is remembered by the client for good, and what is thrown here ends the program.
 * @param write absent where the register is only read
 */
export function serve(
  spec: ds.ServiceSpec,
  code: number,
  read: () => ds.AsyncValue<number>,
  write?: (value: number) => void,
): void {
  if (services.length === 1) {
    platform._onServerPacket = answer;
    announce.start();
  }
  services.push({ spec, code, read, write });
  announced.push(spec.classIdentifier);
}

async function announce(): Promise<void> {
  for (;;) {
    // first, so that the bus hears of all services at once: it does not look again
    await ds.sleep(ANNOUNCE_ms);
    await platform._serverSend(0, ds.Control.spec.lookup("announce").response.encode(announced));
  }
}

async function answer(packet: ds.Packet): Promise<void> {
  const { serviceIndex } = packet;
  const service = services[serviceIndex];
  if (!service) return;
  service.spec.assign(packet);
  if (packet.regCode !== service.code) {
    await platform._serverSend(serviceIndex, packet.notImplemented());
  } else if (packet.isRegGet) {
    const value = await service.read();
    if (!isNaN(value)) await platform._serverSend(serviceIndex, packet.spec.encode(value));
  } else if (service.write) {
    service.write(packet.decode());
  }
}
