import { GPIOMode, gpio, isSimulator, type LightBulb, type PinBase, sleep } from "@devicescript/core";
import { startLightBulb } from "@devicescript/servers";
import { boardBus } from "./boardBus";
import { NO_LAMP, pressedLamp } from "./ladder";
import type { Lamp } from "./outputServers";
import { type BatteryMonitor, startOutputs, startSensors } from "./services";
import { thermistor_degC } from "./thermistor";

// `@devicescript/gpio` declares these as well, but brings code along
declare module "@devicescript/core" {
  interface PinBase {
    /** Of an analogue pin, 0 to 1 of the converter's range. */
    value: number;
    setMode(mode: GPIOMode): void;
  }
}

/** Within it a contact has settled, and the pin's 100 nF have followed. Chosen. */
const BUTTON_INTERVAL_ms = 50;

/**
 * Starts the drivers of the board in firmware/boards/yeelen_esp32c3.board.json, wired as docs/wiring.md
 * shows. In the simulator nothing is started: simulated sensors stand behind the same roles. (The
 * status light and the button are in person.ts, for both.)
 *
 * @param monitor which chip measures the battery
 */
export async function startBoard(monitor: BatteryMonitor = "ina3221"): Promise<void> {
  if (isSimulator()) return;
  const reference = gpio(1);
  const battery = gpio(3);
  const controller = gpio(4);
  for (const pin of [reference, battery, controller]) pin.setMode(GPIOMode.AnalogIn);
  await startSensors(
    boardBus,
    () => thermistor_degC(battery.value, reference.value),
    () => thermistor_degC(controller.value, reference.value),
    monitor,
  );
  const lamps = startOutputs(
    [
      dimmer(startLightBulb({ pin: gpio(5), dimmable: true })),
      dimmer(startLightBulb({ pin: gpio(6), dimmable: true })),
      dimmer(startLightBulb({ pin: gpio(7), dimmable: true })),
    ],
    [switchOf(gpio(10)), switchOf(gpio(21)), switchOf(gpio(20))],
  );
  const watch = async () => await watchButtons(reference, lamps);
  watch.start();
}

/** `startRelay` would begin switched off: its setting for that is misspelt between compiler and runtime. */
function switchOf(pin: PinBase): (isOn: boolean) => void {
  return (isOn) => pin.setMode(isOn ? GPIOMode.OutputHigh : GPIOMode.OutputLow);
}

/** Drives a lamp through the runtime's own server, whose role is bound about a second after the start. */
function dimmer(bulb: LightBulb): (intensity: number) => void {
  let wanted = -1;
  let isBusy = false;
  return (intensity) => {
    wanted = intensity;
    if (isBusy) return;
    isBusy = true;
    const drive = async () => {
      let driven = -1;
      while (driven !== wanted) {
        driven = wanted;
        // until the role is bound, this waits
        await bulb.intensity.write(driven);
      }
      isBusy = false;
    };
    drive.start();
  };
}

/** Steps a lamp when its button was seen pressed twice in a row, once until it is released. */
async function watchButtons(reference: PinBase, lamps: Lamp[]): Promise<void> {
  let seen = NO_LAMP;
  let done = NO_LAMP;
  for (;;) {
    await sleep(BUTTON_INTERVAL_ms);
    const now = pressedLamp(reference.value);
    if (now === seen && now !== done) {
      done = now;
      if (now !== NO_LAMP) lamps[now].step();
    }
    seen = now;
  }
}
