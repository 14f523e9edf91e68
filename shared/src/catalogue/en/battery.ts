import type { KindTexts } from "../language";

export const battery: KindTexts<
  "battery-undervoltage" | "battery-overvoltage" | "battery-hot" | "battery-worn" | "battery-disconnected"
> = {
  "battery-undervoltage": {
    meaning:
      "The battery stays too low although the sun charges it: a cell of it is dead, or it holds no charge any more. A battery that is only empty is no fault. The household is in the dark.",
    raised:
      "In {minimum_h} or more of a day the sun charges the battery, with {charged_Ah} or more, and it is below {lithium_V} (LiFePO4) or {leadAcid_V} (lead-acid) all the same. Or it is charged for {charged_h}, and nearly every reading without sun is below that, before the sun and after it. At some time it must be {far_V} below ({sensor_V} where its sensor is known to be wrong), and it was charged, or above it, on the day before.",
    cleared: "A day without a reading below that.",
    causes: {
      "cell-dead": "a cell of the battery is dead",
      worn: "the battery is worn so far that it holds nothing",
      "sensor-wrong": "the sensor shows too little",
    },
    checks: [
      "Measure at the battery with everything off, and compare with what the page shows: if it is well, the sensor is wrong.",
      "Unplug the panel. Tighten the battery’s terminals, and look for damaged cables. Plug it in again.",
      "In the sun, measure again after ten minutes, and note by how much it rises.",
      "Charge for half a day in the sun with everything off. If the voltage stays low, or falls fast with one lamp on, replace the battery.",
      "Take the old battery back for recycling. Do not leave it at the site.",
    ],
    source:
      "Load disconnect of the LibreSolar charge controller firmware: 3.00 V a cell of LiFePO4, 1.95 V of lead-acid (after EN 62509:2011). An empty battery is above it after an hour or two of sun; a dead cell takes 2 V or more away.",
  },
  "battery-overvoltage": {
    meaning:
      "The battery is charged to a voltage that damages it. It loses water or capacity, gets hot, and can become dangerous.",
    raised:
      "On {days} days in a row it is charged above {lithium_V} (LiFePO4) or {leadAcid_V} (lead-acid; {perKelvin_mV} less for each kelvin above 25 °C), and {sensor_V} for the sensor, in {readings} readings or more and in {hours} different hours of the day. And at night it rests at a voltage that such a battery can have: if not, the sensor is wrong.",
    cleared: "{days} days of sun without such a reading.",
    causes: {
      "charger-setting": "the charge controller is set for another kind of battery",
      "charger-broken": "the charge controller no longer limits the voltage",
      "battery-loose": "the battery makes poor contact, so that the panel’s voltage gets through",
      "sensor-wrong": "the sensor shows too much",
    },
    checks: [
      "Touch and smell the battery without opening it. If it is swollen, very hot or smells: unplug the panel first, then the battery, and leave it outside in the shade.",
      "Measure at the battery in full sun and compare with what the page shows.",
      "Is the charge controller set for this kind of battery?",
      "Tighten the battery’s terminals.",
      "If the voltage is truly too high, unplug the panel and replace the charge controller.",
    ],
    source:
      "LibreSolar’s charge controller firmware (after EN 62509:2011): 3.60 V a cell of LiFePO4; 2.45 V of lead-acid at 25 °C, and 3 mV less for each kelvin more.",
  },
  "battery-hot": {
    meaning:
      "The battery is hotter than it bears. Heat ages it quickly, and a battery that heats itself can be dangerous.",
    raised:
      "On {days} days one after the other it is above {hot_degC} in {hours} hours or more ({readings} readings at least), and {above_K} hotter than the median of what the batteries of its site reach at most ({kits} of them at least). And at night, without loads, it is within {room_K} of the controller: if not, the sensor is wrong.",
    cleared: "{days} days on which it reaches {clears_degC} at most.",
    causes: {
      "place-hot": "it stands in the sun, under a metal roof or beside a stove",
      "charged-too-hard": "it is charged with too much current or voltage",
      "battery-failing": "the battery heats itself: a cell is failing",
      "sensor-wrong": "the temperature sensor shows too much",
    },
    checks: [
      "Feel the battery with the back of the hand. If it is swollen, leaking or too hot to touch: unplug the panel, then the battery, carry it outside, and replace it.",
      "Does it stand in the sun, under the roof or beside a fire? Find it a cool place with air around it.",
      "Is it warmer than the wall beside it in the early morning? Then it heats itself: replace it.",
      "Is the temperature sensor fixed to the battery, and its wire whole?",
    ],
    source:
      "A battery may not be charged above 50 °C (IEC 62133-2 for LiFePO4 cells, LibreSolar’s firmware for both kinds). In the hot season all are warm: so it must be hotter than the others.",
  },
  "battery-worn": {
    meaning:
      "The battery holds much less than when it was new: the evening’s light ends early although the sun was good.",
    raised:
      "On {evenings} evenings one after the other the voltage falls {steeper_times} as steeply as the same use made it fall while the battery was best (what its site’s other batteries do is considered), and at least as if no more than {capacity_pct} of its capacity were left. Or it falls as if less than {surely_pct} were left. To know how it was takes {learnt} evenings.",
    cleared:
      "On {evenings} evenings one after the other it falls less than {clears_times} as steeply, or as if more than {clears_pct} of its capacity were left: most often because the battery was replaced.",
    causes: {
      age: "it is old",
      heat: "it has stood in the heat",
      "often-empty": "it has often been emptied",
      "cell-dead": "a cell of it is dead",
    },
    checks: [
      "Make sure that the panel is clean and in the sun: a battery that is never full looks worn.",
      "Tighten the battery’s terminals; look for green or white deposit and clean it off.",
      "After a day of sun, measure with all lamps off, then with all lamps on. If it falls by more than one volt at once, replace the battery.",
      "When replacing it: unplug the panel first, then the battery; connect the battery first, then the panel.",
      "Take the old battery back for recycling. Do not leave it at the site.",
    ],
    source:
      "IEC 61427-1 ends a battery’s life at 80 % of its capacity. Lower here: whom a technician is sent to has lost more.",
  },
  "battery-disconnected": {
    meaning:
      "The battery is not connected, or only now and then. By day the panel feeds the kit; at night everything is dark.",
    raised:
      "In the sun, while the panel feeds the controller, the battery’s voltage is that which the charger holds ({lithium_V} for LiFePO4; {leadAcid_V} for lead-acid, less when it is hot; {below_V} less for sensors), and less than {still_mA} flow in or out: in {readings} readings of which one hour has nothing else, or in {hours} such hours. Not where the loads of the night burn without a current: then the sensor is wrong.",
    cleared: "{clears_d} of sun in which the battery was at work and none of this was seen.",
    causes: {
      "terminal-loose": "a terminal is loose or corroded",
      "fuse-blown": "the battery’s fuse has blown",
      "protection-off": "the protection inside the battery has switched it off",
      taken: "the battery was taken away or is used for something else",
    },
    checks: [
      "Is the battery there, and is it the kit’s own?",
      "Unplug the panel. Pull at each terminal: clean it with emery cloth and tighten it.",
      "Look at fuse F2 (7.5 A). If it has blown, look for a damaged cable before putting in a new one.",
      "Measure at the battery itself. Near 0 V: its protection has switched off. Plug the panel in for a minute: charging wakes it. If it stays at 0 V, replace it.",
      "Plug the panel in again. All lamps must shine when the panel is covered.",
    ],
    source:
      "While its charger holds it, a full battery takes 0.5 % of its capacity an hour and more; one that is not charged gives what the controller takes. The voltages are those of LibreSolar’s firmware.",
  },
};
