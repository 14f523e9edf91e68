import type { KindTexts } from "../language";

export const controller: KindTexts<
  "controller-hot" | "controller-resetting" | "sensor-stuck" | "sensor-implausible" | "flash-worn" | "memory-lost"
> = {
  "controller-hot": {
    meaning: "The controller is too hot. It switches the USB ports off to cool down, and ages quickly.",
    raised:
      "At night, while no phone is charged, it is {apart_K} further above its battery than usual, and {above_K} above the controllers of the neighbours. Or by day it is above {hot_degC}, in {readings} readings or more.",
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
      "An ESP32 is made for up to {limit_degC} around it (its data sheet). 10 K more halve the life of its capacitors (the rule of their data sheets).",
  },
  "controller-resetting": {
    meaning:
      "The controller starts anew again and again. Each time the lamps go out for a moment, and readings are lost.",
    raised:
      "It started anew {inAWeek} times in a week on {days} days or more, or {inADay} times in a day. Starts on days on which the battery was all but empty or gone, or on which more readings are missing than restarts cost, do not count.",
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
    source:
      "A restart that is commanded, or that comes every forty days, is one; somebody who works at the kit makes a few within the hour.",
  },
  "sensor-stuck": {
    meaning: "A sensor shows the same value for ever. What is told of this part cannot be trusted.",
    raised:
      "Through a half day ({readings} readings or more) it shows one and the same value, though it must have moved. Battery voltage: the battery went from rest to charging with {charged_mA}, or its current moved by {voltage_mA}. A current: the other sensors say that it moved by {moves_mA}. Battery temperature: through two half days, while at night the controller moved by {moves_K}.",
    cleared: "The first half day in which it moves.",
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
      "Such a charge lifts any battery of 12 V by a tenth of a volt (LiFePO4: 3.30 to 3.35 V a cell). A battery of 7 Ah follows the warmth of its dwelling within two hours or so.",
  },
  "sensor-implausible": {
    meaning:
      "A sensor shows what cannot be true beside the other sensors. What is told of this part cannot be trusted.",
    raised:
      "In all readings of a night ({readings} at least) it contradicts the others. Battery current: by more than {battery_mA} and {battery_pct} of the current. Panel current in the dark: more than {panel_mA}. Battery temperature: {temperature_K} further from the controller than usual ({evening_K} in the evening), and {neighbours_K} from the neighbours. Battery voltage: off by {voltage_V} when the battery is full (lead-acid: on two days), or a LiFePO4 battery gives current all night above {night_V}.",
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
    source:
      "Three times what a voltage monitor (16 mV and 0.25 %) may err, and what two thermistors of 1 % may differ. A current monitor (INA3221: 80 µV over 10 mΩ) may be off by 8 mA and 1.3 %.",
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
    raised: "The kit begins a new numbering, though it does not say that its memory is worn.",
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
    source:
      "Numbers never repeat: a kit that cannot read its own begins a new numbering. A phone may be away for two weeks, and only then this is seen: so it stands for three.",
  },
};
