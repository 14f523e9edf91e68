import { GPIOMode, gpio, type IOPin, isSimulator, type LightBulb, sleep } from "@devicescript/core";
import "@devicescript/gpio";
import { i2c } from "@devicescript/i2c";
import { startLightBulb } from "@devicescript/servers";
import type { Lamp } from "./outputServers";
import { type BatteryMonitor, startOutputs, startSensors } from "./services";
import { thermistor_degC } from "./thermistor";

/**
 * Starts the drivers of the board in firmware/boards/yeelen_esp32c3.board.json, wired as docs/wiring.md
 * shows. In the simulator nothing is started: simulated sensors stand behind the same roles.
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
    i2c,
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
  startButton(lamps);
}

/** `startRelay` would begin switched off: its setting for that is misspelt between compiler and runtime. */
function switchOf(pin: IOPin): (isOn: boolean) => void {
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
      while (!bulb.isBound) await sleep(100);
      let shown = -1;
      while (shown !== wanted) {
        shown = wanted;
        await bulb.intensity.write(shown);
      }
      isBusy = false;
    };
    drive.start();
  };
}

/**
 * The button steps all lamps through full, 60 %, 30 % and off, the levels of the simulator's lamps.
 * It is read as a pin: the events of the runtime's button server do not reach a program that
 * ignores the bus (quiet.ts).
 */
function startButton(lamps: Lamp[]): void {
  const steps = [1, 0.6, 0.3, 0];
  let step = 0;
  const button = gpio(9);
  button.setMode(GPIOMode.InputPullUp);
  button.subscribe((level) => {
    if (level !== 0) return;
    step = (step + 1) % steps.length;
    for (const lamp of lamps) lamp.set_intensity(steps[step]);
  });
}
