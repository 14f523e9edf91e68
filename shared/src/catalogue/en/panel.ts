import type { KindTexts } from "../language";

export const panel: KindTexts<"panel-no-output" | "panel-soiled" | "panel-shaded" | "panel-degraded" | "site-dim"> = {
  "panel-no-output": {
    meaning:
      "By daylight nothing comes from the panel, while the panels of the neighbours work. The battery will be empty soon.",
    raised:
      "By daylight the panel shows less than {dark_V} in {readings} readings or more, in {hours} hours of a day and in {share_pct} or more of the day’s readings. It is daylight while three in four panels of the site have voltage ({kits} kits at least), or in hours in which this kit was always lit for {known_d}.",
    cleared: "{lit} readings by daylight, all of them with voltage.",
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
      "Measure at the unplugged end in the sun: 15 V or more means that the panel is well, and the charge controller is to blame. Near 0 V: measure at the panel itself, then replace the cable or the panel.",
      "If it was stolen, ask the focal point what the community decides before bringing another one.",
    ],
    source:
      "An open panel of 36 cells has 15 V even under thick cloud (IEC 62257-9-5; the voltage falls with the logarithm of the light). A cloth over the panel for a moment is a reading or two.",
  },
  "panel-soiled": {
    meaning:
      "The panel alone loses light, at all hours alike, more than dust takes from its neighbours. It needs cleaning.",
    raised:
      "On {days} days in a row it loses {daily_pct} or more of the light, and {lost_pct} on their mean, against the better of its own last {window_d} and beyond what the neighbours that fell most have lost. On {narrow_d} where so few hours are seen that it may be a shadow. With fewer than {kits} kits at the site nothing is said.",
    cleared:
      "On {wellDays} days it loses less than half of the deepest loss, or less than {clears_pct}: most often after it was cleaned or it rained.",
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
      "Natural dust takes about a quarter of a percent a day in the dry season (Kita, doi 10.4236/oalib.1114260; Dakar, doi 10.4236/sgre.2020.117007); a sixth of the light is worth a trip. Cleaning every three weeks: Diass (Senegal).",
  },
  "panel-shaded": {
    meaning:
      "At certain hours of the day something stands between the panel and the sun. At other hours it works well.",
    raised:
      "In the same hours of the day ({window_h} at most) it lacks {lost_pct} of the light of the day’s other hours, beside the neighbours’ panels, on {days} days or more in a row. Or {atOnce_pct} on one day, after a day on which it was as ever. With fewer than {kits} kits at the site nothing is said.",
    cleared:
      "On {wellDays} days it lacks less than half of that. Or nothing is seen of it for {unseen_d}: the battery is full without those hours.",
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
      "A shadow comes at its hours; dirt thins the light of all hours alike. In the shadow of a wall a sixth of the light is left under a clear sky (Erbs, Klein and Duffie 1982).",
  },
  "panel-degraded": {
    meaning: "The panel itself is damaged: it gives less at all hours, and neither rain nor cleaning helps.",
    raised:
      "Beside its neighbours it has lost {voltage_pct} of its voltage, in {readings} readings of good light, and {current_pct} of its current. Or, where the battery is always full, {open_pct} of its open voltage, on {days} days. Or, where the charge controller hides the voltage (PWM), {light_pct} of the light, lost within a day and the same since. With fewer than {kits} kits at the site: on {lone_d} in a row its highest current is below {lone_pct} of the usual one of {past_d}. The last two are minor: they are less sure.",
    cleared:
      "On {days} days less than half of the loss is left. Judged by its own past: {back_pct} of the usual current, on {days} days.",
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
      "One cell of 36 in series has 2.8 % of the voltage, while half of the light takes 3 % only. Harmattan takes 20 to 30 % of the light over weeks: less than that is asked of a panel on its own.",
  },
  "site-dim": {
    meaning: "All panels of a site give little: it is the weather, or dust on all of them. No kit is to blame.",
    raised:
      "On {days} days of {of} the panels of the site together got less than {share_pct} of the light of a clear day of the season, and never more than {most_pct} ({kits} kits at least). It is shown once, on one kit of the site.",
    cleared: "{wellDays} days above {share_pct}.",
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
    source:
      "Under overcast a third of a clear day’s light is left; a battery is sized for two or three such days. Kita (Mali): most dust from December to May, least from June to September (doi 10.4236/oalib.1114260).",
  },
};
