import type { KindTexts } from "../language";

export const battery: KindTexts<
  "battery-undervoltage" | "battery-overvoltage" | "battery-hot" | "battery-worn" | "battery-disconnected"
> = {
  "battery-undervoltage": {
    meaning:
      "The battery has stayed below the voltage at which its loads must be off. The household is in the dark, and a battery that stays empty is soon damaged.",
    raised:
      "The voltage has been below {lithium_V} (LiFePO4) or {leadAcid_V} (lead-acid) for {minimum_h} or more, in {readings} readings or more.",
    cleared: "The voltage reaches {clearsLithium_V} (LiFePO4) or {clearsLeadAcid_V} (lead-acid).",
    causes: {
      "used-up": "more is used than the sun brings",
      "little-sun": "the panel is dirty or shaded, or the weather is dull",
      "not-charged": "the panel or its fuse does not pass current",
      worn: "the battery is worn",
      "cell-dead": "a cell of the battery is dead",
    },
    checks: [
      "Is the panel clean, in the sun and plugged in?",
      "Ask what runs on the kit: phones of others, a radio all night, another device.",
      "Measure at the battery with everything off: note the voltage.",
      "In the sun, measure again after ten minutes: it must rise. If it does not, check the panel’s fuse F1 (5 A) and the charge controller.",
      "Charge for half a day in the sun with everything off. If the voltage then falls fast with one lamp on, replace the battery.",
    ],
    source:
      "Load disconnect and reconnect of the LibreSolar charge controller firmware; for lead-acid after EN 62509:2011.",
  },
  "battery-overvoltage": {
    meaning:
      "The battery is charged to a voltage that damages it. It loses water or capacity, gets hot, and can become dangerous.",
    raised:
      "The voltage has been above {lithium_V} (LiFePO4) or {leadAcid_V} (lead-acid) for {minimum_h} or more, in {readings} readings or more.",
    cleared: "The voltage stays below {clearsLithium_V} (LiFePO4) or {clearsLeadAcid_V} (lead-acid).",
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
      "LiFePO4: 3.65 V a cell, the limit that makers of cells give. Lead-acid: 2.50 V a cell, the equalisation voltage in EN 62509:2011.",
  },
  "battery-hot": {
    meaning:
      "The battery is hotter than it bears. Heat ages it quickly, and a battery that heats itself can be dangerous.",
    raised: "The battery has been above {hot_degC} for {minimum_h} or more, in {readings} readings or more.",
    cleared: "It is below {clears_degC}.",
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
    source: "Charging up to 50 °C in LibreSolar’s firmware for LiFePO4 and lead-acid; a margin for what sensors err.",
  },
  "battery-worn": {
    meaning:
      "The battery holds much less than when it was new: the evening’s light ends early although the sun was good.",
    raised: "For {minimum_h} or more, the battery holds less than {worn_pct} of what it should.",
    cleared: "It holds {clears_pct} or more again, most often because the battery was replaced.",
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
      "Below 80 % a battery counts as at its end in IEC 61427-1; Lighting Global allows a loss of 25 % in its durability test. Lower here, because it is measured in use.",
  },
  "battery-disconnected": {
    meaning:
      "The battery is not connected, or only now and then. By day the panel feeds the kit; at night everything is dark.",
    raised:
      "For {minimum_h} or more of daylight, less than {still_mA} flows in or out of the battery while the panel and the outputs work, or the controller goes off whenever the sun does.",
    cleared: "More than {flows_mA} flows in or out of the battery again.",
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
      "Above the offset of the current sensor (INA3221, SBOS576: 4 mA at 20 mΩ) and the controller’s own current.",
  },
};
