import type { KindTexts } from "../language";

export const panel: KindTexts<"panel-no-output" | "panel-soiled" | "panel-shaded" | "panel-degraded" | "site-dim"> = {
  "panel-no-output": {
    meaning:
      "By daylight nothing comes from the panel, while the panels of the neighbours work. The battery will be empty soon.",
    raised:
      "Through {minimum_h} of daylight, the panel gives less than {share_pct} of what the neighbours’ panels give at the same time ({neighbours} of them at least).",
    cleared: "It gives {clears_pct} or more of what the neighbours’ panels give.",
    causes: {
      unplugged: "the plug is out or corroded",
      stolen: "the panel was stolen or is used for something else",
      "fuse-blown": "the panel’s fuse has blown",
      "cable-cut": "the cable is cut or torn",
      "charger-broken": "the charge controller no longer takes anything from the panel",
      "panel-broken": "the panel is broken",
    },
    checks: [
      "Is the panel there, and does it point to the sun?",
      "Pull out its plug and look inside: green or black contacts are cleaned with emery cloth. Plug it in until it clicks.",
      "Follow the cable with the hand from the panel to the kit: look for cuts, bites and burns.",
      "Look at fuse F1 (5 A).",
      "Measure at the unplugged end in the sun: 17 V or more means that the panel is well, and the charge controller is to blame. Near 0 V: measure at the panel itself, then replace the cable or the panel.",
      "If it was stolen, ask the focal point what the community decides before bringing another one.",
    ],
    source:
      "Compared with the kits of the same site on the same day. A 36-cell panel has 17 V or more in any daylight.",
  },
  "panel-soiled": {
    meaning:
      "The panel gives less and less, at all hours alike, while the neighbours’ panels do not. It needs cleaning.",
    raised:
      "For {minimum_h} or more, the panel gives less than {share_pct} of what it should beside the neighbours’ panels ({neighbours} of them at least), and the loss has grown over days or weeks.",
    cleared: "It gives {clears_pct} or more again, most often the day after it was cleaned or it rained.",
    causes: {
      dust: "dust: a road, a field or a workshop nearby",
      "birds-or-smoke": "bird droppings, or soot of a fire",
      mud: "mud after the rain",
      damaged: "it is not dirt but damage, if cleaning does not help",
    },
    checks: [
      "Look at the panel from above: dust, droppings, soot, leaves.",
      "Clean it early in the morning while it is cool, with water and a soft cloth, without soap or sand. Do not step on it.",
      "Show somebody of the household how: every three weeks in the dry season.",
      "Look at the glass while it is wet: cracks or brown spots mean damage.",
    ],
    source:
      "Diass (Senegal): cleaning every 3 weeks in the dry season. Dakar: a layer of 1.6 g/m² leaves 79 % of the light (doi 10.4236/sgre.2020.117007).",
  },
  "panel-shaded": {
    meaning:
      "At certain hours of the day something stands between the panel and the sun. At other hours it works well.",
    raised:
      "For {minimum_h} or more, at the same hours, the panel gives less than {share_pct} of what the neighbours’ panels give ({neighbours} of them at least), and at other hours as much as they do.",
    cleared: "At these hours it gives {clears_pct} or more again.",
    causes: {
      tree: "a tree or bush has grown",
      building: "a wall, a roof or a shelter was built",
      things: "washing, a tarpaulin or goods are in front of it",
      "panel-moved": "the panel was moved or turned, or has slipped",
    },
    checks: [
      "The page shows at which hours it lacks sun: be there then, or see where the sun stands at that hour.",
      "Remove what can be moved. Ask before cutting a branch.",
      "If it cannot be removed, move the panel to a place with sun from nine to four o’clock.",
      "Does it point south, slightly tilted, and is it fixed?",
    ],
    source:
      "Compared hour by hour with the kits of the same site. One shaded cell can cost a third of a panel: IEC 61215 tests for it (hot spot).",
  },
  "panel-degraded": {
    meaning: "The panel itself is damaged: it gives less at all hours, and neither rain nor cleaning helps.",
    raised:
      "For {minimum_h} or more, the panel gives less than {share_pct} of what it should beside the neighbours’ panels ({neighbours} of them at least), at all hours alike, after a sudden fall or with less voltage than before.",
    cleared: "It gives {clears_pct} or more again, most often because the panel was replaced.",
    causes: {
      cracked: "the glass or the cells are cracked: a stone, hail or a fall",
      "cells-dead": "some of its cells are dead or bypassed",
      "contact-bad": "a plug or a joint makes poor contact and gets warm",
      "dirt-hard": "it is hard dirt after all",
    },
    checks: [
      "Clean the panel first.",
      "Look at glass, frame and back: cracks, burns, brown or white spots, water inside.",
      "Feel plug and box on its back: a warm one makes poor contact. Clean or replace it.",
      "At noon, measure the voltage of the unplugged panel. Several volts less than the neighbour’s: cells are dead.",
      "Replace the panel, and take the broken one away: its glass cuts.",
    ],
    source:
      "Makers warrant 80 % of the power for 20 years and more; cracks and dead cells show in the voltage (IEC 61215).",
  },
  "site-dim": {
    meaning: "All panels of a site give little: it is the weather, or dust on all of them. No kit is to blame.",
    raised:
      "For {minimum_h} or more, the panels of a site together give less than {share_pct} of what they gave in the weeks before ({kits} kits at least).",
    cleared: "They give {clears_pct} or more again.",
    causes: {
      clouds: "clouds, or days of rain",
      "dust-in-the-air": "dust in the air: harmattan",
      "dust-on-panels": "dust on all panels, after weeks without rain",
    },
    checks: [
      "Ask the focal point what the sky looks like.",
      "If the sky is clear, the panels are dirty: ask the focal point to have all of them cleaned.",
      "Tell the households that light will be short for some days: fewer phones, lamps at lower steps.",
    ],
    source: "Kita (Mali): most dust from December to May, least from June to September (doi 10.4236/oalib.1114260).",
  },
};
