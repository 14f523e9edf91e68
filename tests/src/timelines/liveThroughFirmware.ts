import { firmwareBytecode } from "@yeelen/simulator/vm/bytecode";
import { live } from "./driver";
import { judge } from "./oracle";
import { timelineOf } from "./timeline";
import { VmSubject } from "./vmSubject";

/** At least so many; see `timelineOf`. */
const DAYS = 3;

/** Lives through a timeline in the firmware's bytecode. Returns what went wrong, and how much was lived through. */
export async function liveThroughFirmware(seed: number) {
  const timeline = timelineOf(seed, DAYS);
  const subject = await VmSubject.create(firmwareBytecode(), timeline);
  try {
    const outcome = await live(timeline, subject);
    const problems = [...judge(outcome), ...subject.panics.map((code) => `the program panicked: ${code}`)];
    return { problems, readings: outcome.taken.length };
  } finally {
    await subject.close();
  }
}
