import { NOT_MEASURED } from "../../shared/src/wire/columns";
import { startBoard } from "./board/drivers/start";
import { beginBoot, keepCounters, readCounters, reserveBlock } from "./board/memory";
import { switchOutputs } from "./board/outputs";
import { ignoreBus } from "./board/quiet";
import { sampleBattery, sampleRow } from "./board/sampler";
import { readSetup } from "./board/setup";
import { restartInTime, sleepUntil, uptime_s } from "./board/uptime";
import { batteryProfile } from "./kit/battery";
import { COUNTERS_INTERVAL_s } from "./kit/counters";
import { Kit } from "./kit/kit";
import { firstSequence } from "./kit/numbering";
import { CONTROL_INTERVAL_s, FIRMWARE_VERSION, READINGS_PER_REPORT, RING_CAPACITY } from "./kit/settings";
import { Uplink } from "./uplink/uplink";

ignoreBus();
await startBoard();
const setup = await readSetup();
if (setup.kit === "" || setup.host === "") {
  console.log("this board is not set up: it has no kit id or no server");
} else {
  const numbering = await beginBoot();
  const kit = new Kit({
    incarnation: numbering.incarnation,
    firstSequence: firstSequence(numbering),
    boot: numbering.boot,
    // the runtime does not say why it started
    resetCause: NOT_MEASURED,
    firmware: FIRMWARE_VERSION,
    clock_s: setup.clock_s,
    uploadInterval_s: setup.upload_s,
    ringCapacity: RING_CAPACITY,
    readingsPerReport: READINGS_PER_REPORT,
    battery: batteryProfile(setup.battery, setup.battery_mAh),
    counters: await readCounters(),
  });
  await keepCounters(kit.countersRecord());
  console.log("kit " + setup.kit + " boot " + numbering.boot);
  const uplink = new Uplink(kit, setup);
  uplink.start();
  for (;;) {
    const up_s = uptime_s();
    const slot_s = setup.interval_s * (Math.floor(up_s / setup.interval_s) + 1);
    const now_s = Math.min(slot_s, CONTROL_INTERVAL_s * (Math.floor(up_s / CONTROL_INTERVAL_s) + 1));
    await sleepUntil(now_s);
    if (now_s === slot_s) {
      const row = await sampleRow();
      if (kit.nextSequence() >= numbering.reserved) await reserveBlock(numbering);
      kit.take(row, slot_s);
    } else {
      kit.control(await sampleBattery(), now_s);
    }
    await switchOutputs(kit.outputsOff());
    if (now_s % COUNTERS_INTERVAL_s === 0) await keepCounters(kit.countersRecord());
    uplink.look();
    restartInTime(kit.held());
  }
}
