import { reboot } from "@devicescript/core";
import { NOT_MEASURED } from "../../shared/src/wire/columns";
import { watchButton } from "./board/button";
import { startBoard } from "./board/drivers/start";
import { Light } from "./board/light";
import { testLamps } from "./board/lampTest";
import { chance, keepInFlash, readFlash } from "./board/memory";
import { switchOutputs } from "./board/outputs";
import { ignoreBus } from "./board/quiet";
import { sampleBattery, sampleRow } from "./board/sampler";
import { readSetup } from "./board/setup";
import { nap, sleepUntil, uptime_s } from "./board/uptime";
import { batteryProfile } from "./kit/battery";
import { Press } from "./kit/button";
import { Command } from "./kit/commands";
import { Kit } from "./kit/kit";
import { isRestartDue } from "./kit/restart";
import { CONTROL_INTERVAL_s, FIRMWARE_VERSION, READINGS_PER_REPORT, RING_bytes } from "./kit/settings";
import { Signal } from "./kit/signals";
import { Uplink } from "./uplink/uplink";

ignoreBus();
await startBoard();
const setup = await readSetup();
if (setup.kit === "" || setup.host === "") {
  console.log("this board is not set up: it has no kit id or no server");
} else {
  const kit = new Kit({
    flash: await readFlash(),
    random: chance(),
    rest: nap,
    // the runtime does not say why it started
    resetCause: NOT_MEASURED,
    firmware: FIRMWARE_VERSION,
    clock_s: setup.clock_s,
    interval_s: setup.interval_s,
    uploadInterval_s: setup.upload_s,
    ring_bytes: RING_bytes,
    readingsPerReport: READINGS_PER_REPORT,
    battery: batteryProfile(setup.battery, setup.battery_mAh),
  });
  await keepInFlash(kit, uptime_s());
  console.log("kit " + setup.kit + " boot " + kit.boot());
  const uplink = new Uplink(kit, setup);
  uplink.start();
  const light = new Light(kit.signals);
  watchButton((press) => {
    if (press === Press.Long) kit.callForHelp(uptime_s());
    light.say(press === Press.Long ? Signal.Heard : kit.signals.next(true));
  });
  for (;;) {
    const up_s = uptime_s();
    const interval_s = kit.interval_s();
    const slot_s = interval_s * (Math.floor(up_s / interval_s) + 1);
    const now_s = Math.min(slot_s, CONTROL_INTERVAL_s * (Math.floor(up_s / CONTROL_INTERVAL_s) + 1));
    await sleepUntil(now_s);
    if (now_s === slot_s) kit.take(await sampleRow(), slot_s);
    else kit.control(await sampleBattery(), now_s);
    await switchOutputs(kit.outputsOff());
    await keepInFlash(kit, now_s);
    if (kit.isToDo(Command.LampTest)) kit.take(await testLamps(), uptime_s());
    uplink.look();
    if (kit.isToDo(Command.Restart) || isRestartDue(uptime_s(), kit.held())) {
      kit.beforeRestart();
      await keepInFlash(kit, now_s);
      reboot();
    }
  }
}
