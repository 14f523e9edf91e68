import type { KindTexts } from "../language";

export const controller: KindTexts<
  "controller-hot" | "controller-resetting" | "sensor-stuck" | "sensor-implausible" | "flash-worn" | "memory-lost"
> = {
  "controller-hot": {
    meaning: "The controller is too hot. It switches the USB ports off to cool down, and ages quickly.",
    raised:
      "At night it is {apart_K} further above its battery than usual, and {above_K} above the controllers of the neighbours. Or by day it is above {hot_degC}, in {readings} readings or more.",
    cleared:
      "At night it is less than {clears_K} further above its battery than usual, and by day below {clears_degC}.",
    causes: {
      "no-air": "it is covered, or its openings are blocked with dust",
      "place-hot": "it hangs in the sun, under a metal roof or above a stove",
      "part-failing": "a part of it is failing and heats up",
      "sensor-wrong": "its temperature sensor shows too much",
    },
    checks: [
      "Feel the box. Is it covered, in the sun, under the roof?",
      "Hang it in the shade with a hand’s breadth of air around it. Blow and brush the dust off.",
      "Open it: a part that is burnt, or too hot to touch with nothing plugged in, is failing. Replace the controller.",
      "If the box is cool and the page still shows heat, replace the temperature sensor.",
    ],
    source:
      "An ESP32-C3 is made for up to {limit_degC} around it (its data sheet). 10 K more halve the life of its capacitors.",
  },
  "controller-resetting": {
    meaning:
      "The controller starts anew again and again. Each time the lamps go out for a moment, and readings are lost.",
    raised:
      "Though it has supply, it started anew {inAWeek} times in a week on {days} days or more, or {inADay} times in a day.",
    cleared: "It has not started anew for {clears_d}.",
    causes: {
      "contact-bad": "a contact between the battery and the controller is loose",
      "converter-failing": "its 3.3 V converter is failing",
      "program-faulty": "its program is faulty",
      "board-failing": "the board is failing",
    },
    checks: [
      "Is another fault of this kit open, such as a loose battery? Begin there.",
      "Unplug the panel. Tighten the battery’s terminals; take out fuses F2 (7.5 A) and F9 (0.5 A), clean their contacts and put them back.",
      "Move every cable while the status light is watched: it starts anew when the bad contact is touched.",
      "Is the program the same as on other kits? If it is older, update it.",
      "If it still restarts, replace the controller.",
    ],
    source: "A healthy kit starts anew when its battery was empty, and otherwise a few times a year.",
  },
  "sensor-stuck": {
    meaning: "A sensor shows the same value for ever. What is told of this part cannot be trusted.",
    raised:
      "For {minimum_h} or more it shows one and the same value, though it must have moved: the battery began to charge, a current changed by {moves_mA}, or the temperature by {moves_K}.",
    cleared: "It changes again with what is measured.",
    causes: {
      "sensor-broken": "the sensor is broken",
      "wire-loose": "its wire is loose",
      "board-failing": "the part of the board that reads it is failing",
    },
    checks: [
      "The page names the sensor. Measure the same thing with the multimeter, and compare.",
      "A temperature sensor: look at its wire and plug, then replace it.",
      "A voltage or current sensor is on the board: replace the controller.",
      "Until then, trust the multimeter: other faults of this part may be false.",
    ],
    source:
      "What a sensor measures always moves by some of its steps (INA3221: 40 µV at the shunt, 8 mV at the battery).",
  },
  "sensor-implausible": {
    meaning:
      "A sensor shows what cannot be true beside the other sensors. What is told of this part cannot be trusted.",
    raised:
      "For {minimum_h} or more, what it shows is off from what the rest of the kit or its neighbours say: by more than {voltage_V} (battery voltage), {battery_mA} (battery current), {panel_mA} (panel current in the dark) or {temperature_K} (battery temperature).",
    cleared: "It is off by less than about {clears_pct} of that.",
    causes: {
      "sensor-drifted": "the sensor has drifted",
      "contact-bad": "a contact or shunt of it is bad",
      "sensor-misplaced": "the temperature sensor is not on the battery",
      "board-failing": "the board is failing",
    },
    checks: [
      "The page names the sensor. Measure the same thing with the multimeter at the same moment, and write both down.",
      "A temperature sensor: is it fixed to the battery, in the shade? Otherwise replace it.",
      "A voltage or current sensor: look for burnt or loose joints at its shunt; otherwise replace the controller.",
    ],
    source: "Several times what the data sheets allow (INA3221: 0.5 % and 80 µV; thermistor and converter: about 2 K).",
  },
  "flash-worn": {
    meaning:
      "The controller’s memory does not keep what is written. The kit works on, but after a power cut it loses what it had not sent.",
    raised: "The kit says that what it wrote cannot be read back.",
    cleared: "More than {kept} readings have come in one numbering, most often because the controller was replaced.",
    causes: {
      "written-often": "it was written too often: the kit could not send for a long time",
      "chip-failing": "the chip is failing",
    },
    checks: [
      "Let the kit send first: switch the phone’s hotspot on and wait ten minutes.",
      "Replace the controller with one that is made ready for this kit.",
      "Wait until the page shows a new report before leaving.",
    ],
    source: "Makers warrant such flash for {writes} erasures.",
  },
  "memory-lost": {
    meaning: "The kit began to count anew: its memory was erased, or its board replaced. What it had not sent is lost.",
    raised: "The kit begins a new numbering.",
    cleared: "By itself, {clears_d} later.",
    causes: {
      "board-replaced": "its board was replaced",
      erased: "its memory was erased, such as by a new program",
      "chip-failing": "its memory is failing, if it happens again",
    },
    checks: [
      "Was the kit visited that day? Then all is well.",
      "If it happens again without a visit, replace the controller at the next visit.",
    ],
    source: "Numbers never repeat: a kit that cannot read its own begins a new numbering.",
  },
};
