import type { KindTexts } from "../language";

export const people: KindTexts<"kit-silent" | "overuse" | "help" | "reported"> = {
  "kit-silent": {
    meaning:
      "Nothing has come in from the kit. The household may have light all the same: often only the phone is away.",
    raised:
      "Nothing received in {minimum_h}, though the kit sends every {upload_h}. The service’s own absence does not count.",
    cleared: "The next report, whatever it says.",
    causes: {
      "site-network": "the site has no network",
      credit: "the phone has no credit for data",
      "battery-flat": "the battery was empty before",
      "phone-away": "the phone is away, off, or its hotspot is off",
      "kit-dead": "the controller is dead",
      unknown: "nothing tells which of these",
    },
    checks: [
      "Before a trip: are other kits of the site silent too? Then it is the network. Call the focal point.",
      "Call the household: is the phone there, charged, with credit, and its hotspot on?",
      "At the site, open the hotspot of your own phone with the name and password on the kit’s label. If the kit sends within a minute, the household’s phone or credit is to blame.",
      "Press the kit’s button shortly. If no light answers, measure the battery and look at fuses F2 (7.5 A) and F9 (0.5 A).",
      "If the battery is well and no light comes, replace the controller.",
    ],
    source: "Four uploads in a row are missing. Comparable services wait a day too.",
  },
  overuse: {
    meaning:
      "The household takes much more from the kit than it used to, for a week or more. Nothing is broken; but the battery is empty early, and wears.",
    raised:
      "Lamps, ports and radio are used more than on the kit’s own usual day, less what the kits of its site do on that day ({kits} at least to compare). What exceeds it, measured by how much its days usually vary, is summed up from day to day until the sum is above {sum}: about a week. Days on which nobody is at home or the battery is low do not count.",
    cleared: "The sum is below {clears} again; or it has lasted for {lasts_d} and become usual.",
    causes: {
      "many-people": "guests, or a larger family",
      "phones-of-others": "phones of neighbours are charged here",
      "small-shop": "the kit serves a shop or a workshop",
      "device-added": "another device was connected: a fan, a television",
    },
    checks: [
      "Ask without reproach: what is the kit used for? People may need more than it can give.",
      "Explain with the picture card: few phones a day, lamps at a lower step, the radio off at night.",
      "Tell the programme if a household truly needs more.",
    ],
    source:
      "The cumulative sum (CUSUM, Page 1954) finds a lasting shift soonest; the limits are chosen. Compared with the kit’s own past, and with its site on the same day: feasts and Ramadan are no overuse.",
  },
  help: {
    meaning: "A call from the household. Nobody knows why: call the focal point of the site.",
    raised: "The button was held for {held_s} or more.",
    cleared: "Somebody answered and the kit confirmed that its light says so; or it was closed by hand.",
    causes: {
      "kit-fails": "something of the kit does not work",
      "danger-or-need": "danger, illness or another need",
      "by-mistake": "a child, or a mistake",
    },
    checks: [
      "Call the focal point now, and ask how the household is.",
      "Answer the call here, so that the kit shows “your message was received” for {light_d}.",
      "If something of the kit does not work, add it as a reported fault.",
      "If it was a mistake, explain the light and the button with the picture card.",
    ],
    source: "A person decided it: no threshold.",
  },
  reported: {
    meaning: "A person told of this fault: by phone, by message or at a meeting. Readings may not show it.",
    raised: "Somebody enters it.",
    cleared: "It is closed by hand after the visit.",
    causes: {
      lamp: "a lamp",
      "panel-or-battery": "the panel or the battery",
      radio: "the radio",
      "phone-or-sim": "the phone or the SIM card",
      question: "a question, or a wish",
    },
    checks: [
      "Call back and ask: what happens, since when, and when of the day?",
      "Look at what the readings of this kit show.",
      "Choose the parts to bring after what was told.",
      "At the site, let the person who reported it show it, and show them that it works before leaving.",
    ],
    source: "A person said it: no threshold.",
  },
};
