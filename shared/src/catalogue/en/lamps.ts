import type { KindTexts } from "../language";

export const lamps: KindTexts<
  "lamp-open" | "lamp-short" | "lamp-dim" | "lamp-hardly-used" | "port-overload" | "port-short"
> = {
  "lamp-open": {
    meaning: "A lamp is switched on and no current flows: it stays dark.",
    raised:
      "{readings} readings of a day say that the lamp is on and draws less than {open_mA}. The kit itself says so after two readings in a row.",
    cleared: "The first later day on which it burns, and no reading says otherwise.",
    causes: {
      "lamp-broken": "the lamp is broken",
      "cable-torn": "its cable is torn or bitten through",
      unplugged: "its plug is out",
      "fuse-blown": "its fuse has blown",
    },
    checks: [
      "Switch the lamp on with its button. Is it plugged in at both ends?",
      "Plug in a lamp that works: if it shines, replace the lamp.",
      "If it stays dark, try another cable, and follow the old one with the hand.",
      "Look at the fuse of this lamp (1 A): F3 for lamp 1, F4 for lamp 2, F5 for lamp 3.",
    ],
    source:
      "A lamp of 2.3 W takes 180 mA, 58 mA at its dimmest step, and still 20 mA with a third of its light left; a sensor errs by 1 mA.",
  },
  "lamp-short": {
    meaning:
      "A lamp or its cable is short-circuited. The kit switches it off to protect itself, and tries again a few times.",
    raised:
      "One reading says that the lamp took {short_mA} or more. The kit switches it off, tries again after {retry_min}, {retries} times, then leaves it off.",
    cleared: "The first later day on which it burns, and no reading says otherwise.",
    causes: {
      "cable-crushed": "its cable is crushed, bitten or badly joined",
      "lamp-broken": "the lamp is broken inside",
      water: "water is in the lamp or the plug",
    },
    checks: [
      "Unplug the lamp at the kit. Look at plug and cable: crushed, burnt, wet, joined by hand?",
      "Plug in a lamp with its own cable. If it shines, the old lamp or cable is to blame: try one after the other.",
      "Replace what is broken. Do not mend a cable by twisting it; tape only protects.",
      "Restart the kit, so that it tries the lamp again: take out its fuse F9 (0.5 A) for ten seconds.",
    ],
    source: "Three times what a lamp of 2.3 W takes; an electronic switch such as TPS2420 holds a short at about 1 A.",
  },
  "lamp-dim": {
    meaning: "A lamp draws much less than it did at the same step, and gives as much less light.",
    raised:
      "On the last {evenings} evenings on which it was lit ({readings} readings or more) it took less than {share_pct} of the most that it ever took at the same steps.",
    cleared: "It takes {clears_pct} or more again: a new lamp.",
    causes: {
      "leds-failing": "some of its LEDs have failed",
      "contact-bad": "a plug makes poor contact",
      "other-lamp": "a smaller lamp was plugged in instead",
    },
    checks: [
      "Switch it to full and compare it with the other lamps. Is it the kit’s own lamp?",
      "Clean its cover and its plug.",
      "Swap it with another lamp: if the dimness goes with it, replace the lamp.",
    ],
    source:
      "LEDs count as used up at 70 % of their light (L70, IES LM-80 and TM-21); Lighting Global asks for 85 % after 2,000 hours.",
  },
  "lamp-hardly-used": {
    meaning:
      "A lamp hardly ever works while the other lamps of the site do. Readings do not tell whether it is broken or not wanted.",
    raised:
      "In {window_d}, with at least {measured_d} measured, it worked less than {share_pct} as long as the median of the other lamps of its site, which worked {neighbours_h} a day or more ({neighbours} of them at least). Or it has stayed dark for {minimum_h} or more on which another lamp of the kit was lit, against the habit of the household.",
    cleared: "It worked {clears_pct} as long as the median, or more, and was lit on {used_days} days.",
    causes: {
      "not-wanted": "nobody needs it where it hangs",
      "room-empty": "the room is empty",
      "button-broken": "its button does not work",
      unplugged: "it is unplugged or broken, and nobody switches it on",
    },
    checks: [
      "At the next visit, switch it on.",
      "If it works, ask where it would be useful, and help to move it.",
      "If it does not, go on as with a broken lamp.",
    ],
    source:
      "Kigeme field data (HEED, 60 lamps, a month): unused lamps lie below 2 % of the median, all others above 75 %; a wanted lamp that is lit one evening in ten lies at 5 %.",
  },
  "port-overload": {
    meaning: "A USB port was asked for too much, and worked again after a while.",
    raised:
      "The port drew {power_W} or more, or was switched off for it, and was well again before all attempts of the kit were used up.",
    cleared: "By itself, {clears_d} after the last time.",
    causes: {
      "many-devices": "a splitter with several devices is on it",
      "device-greedy": "a device takes more than a port gives",
      "device-broken": "a device or its cable is faulty",
    },
    checks: [
      "Ask what is charged here. One phone for each port.",
      "Take away splitters and devices that are not phones, lamps or radios.",
      "Try with another cable and another phone.",
    ],
    source:
      "A port that charges with the 1.5 A of USB Battery Charging 1.2 takes 8.8 W with a converter of 85 %; a switch such as TPS2553 holds a short at 1.7 A: 10 W.",
  },
  "port-short": {
    meaning: "A USB port is short-circuited and stays off: no phone can be charged there.",
    raised:
      "For {minimum_h} or more, past all attempts of the kit ({retries} times, {retry_min} apart), the port draws {power_W} or more or is off for it, and no reading in between shows it on and well.",
    cleared: "It feeds something well, or is on through a day and feeds nothing.",
    causes: {
      "cable-broken": "the plug or the cable in it is damaged",
      "contact-bent": "a contact in the port is bent",
      "water-or-dust": "water or metal dust is in it",
      "converter-broken": "its converter is broken",
    },
    checks: [
      "Pull out everything. Look into the port with a light: bent contacts, water, dirt.",
      "Dry and clean it with the kit off. Never put metal into it.",
      "Restart the kit: take out its fuse F9 (0.5 A) for ten seconds. Try with a new cable and a phone.",
      "If it goes off again, replace the socket with its converter. Look at its fuse (2 A): F6 for port 1, F7 for port 2.",
    ],
    source: "Charging takes 8.8 W at most; a switch such as TPS2553 holds a short at 1.7 A: 10 W.",
  },
};
