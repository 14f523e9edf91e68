import { names } from "@yeelen/shared/catalogue/en/names";
import { counted } from "./counted";
import { enEvidence } from "./enEvidence";
import type { Catalogue } from "./fr";

const count = counted("en");

/** Everything the page says in English. */
export const en: Catalogue = {
  languageName: "English",
  locale: "en-GB",
  tagline: "Solar kits and their faults",
  documentTitle: (faults) => (faults > 0 ? `${count(faults, "fault", "faults")} · Yeelen` : "Yeelen"),
  chooseLanguage: "Language",
  summary: "In short",
  asOf: (time) => `as of ${time}`,
  never: "never",
  unknown: "not known",
  justNow: "just now",
  showExactTime: "Show the exact time",
  showMore: (more, left) => (more < left ? `Show ${more} more (${left} left)` : `Show the remaining ${left}`),

  service: {
    first: "Asking the service…",
    fresh: "Up to date",
    waiting: "The service takes long to answer. What follows may be old.",
    failing: "The service does not answer. What follows may be old.",
    failingFirst: "The service does not answer: there is nothing to show yet.",
    lastAnswer: "last answer:",
    nextTry: "Next try:",
    tryNow: "Try again",
    failures: {
      unreachable: "It has stopped, or the network is down.",
      "too-slow": "The network or the service is too slow.",
      refused: (httpStatus) => `The service answers with an error (HTTP ${httpStatus}).`,
      unreadable: "The answer cannot be read: are the page and the service of the same version?",
    },
  },

  demo: {
    simulated: "Demonstration: these kits are simulated, and live an hour a second.",
    willFail: (kit: string) => `In a few seconds a battery cell of kit ${kit} dies.`,
    failed: (kit: string) => `A battery cell of kit ${kit} has died.`,
  },

  filter: {
    label: "Find a site or a kit",
    clear: "Clear",
    nothing: (sought) => `Nothing matches “${sought}”.`,
    found: (kits, faults) => `${count(kits, "kit", "kits")}, ${count(faults, "fault or notice", "faults or notices")}`,
  },

  faults: {
    heading: "Faults",
    count: (n) => (n === 1 ? "fault" : "faults"),
    none: "No fault in what the kits have sent.",
    since: "Since",
    until: (time) => `until ${time}`,
    whatToDo: "What to do",
    headings: names.headings,
    bringNothing: names.nothingToBring,
    numbers: "The numbers",
    isNew: "New",
    arrived: (n) => count(n, "new fault or notice", "new faults or notices"),
  },
  suspected: {
    heading: "Suspected",
    count: (n) => (n === 1 ? "suspicion" : "suspicions"),
    none: "No suspicion.",
  },
  notices: {
    heading: "Notices",
    count: (n) => (n === 1 ? "notice" : "notices"),
    none: "No notice.",
  },

  chart: {
    value: "this kit",
    neighbours: "median of the neighbours",
    limit: "limit",
    last: (name, value) => `${name}, last: ${value}`,
    at: (name, value) => `${name}: ${value}`,
    span: (from, to) => `From ${from} to ${to}.`,
    on: (time) => `On ${time}.`,
    course: (name, first, last, lowest, highest) =>
      `${name}: at first ${first}, at last ${last}, lowest ${lowest}, highest ${highest}.`,
  },

  help: {
    answer: "I have seen it",
    close: "Close",
    sent: "Noted.",
    failed: "That did not work. Try again.",
  },

  kinds: names.kinds,
  parts: names.parts,
  severities: names.severities,
  states: names.states,

  ...enEvidence,

  kits: {
    heading: "Kits",
    count: (n) => (n === 1 ? "kit" : "kits"),
    caption: "Kits: last report received, newest reading, number of readings and of gaps",
    atSite: (n) => count(n, "kit", "kits"),
    none: "No kit yet. To register the first one:",
    noneNext: "It is listed here at once, and its readings with its first report.",
    sortBy: "Sort",
    columns: {
      site: "Site",
      kit: "Kit",
      lastSeen: "Last report",
      newestReading: "Newest reading",
      readings: "Readings",
      gaps: "Gaps",
    },
    orders: {
      site: "by site",
      kit: "by name of the kit",
      lastSeen: "longest unheard first",
      newestReading: "oldest readings first",
      readings: "fewest readings first",
      gaps: "most gaps first",
    },
    thinned: (n) => `${count(n, "reading", "readings")} thinned by the kit`,
    pending: (revision) => `commands wait for its next report (revision ${revision})`,
    more: "More",
    states: {
      pending: "not confirmed yet",
      confirmed: "confirmed",
      refused: "refused by the kit",
      replaced: "replaced before it was confirmed",
    },
    commands: "Commands",
    revision: (n) => `revision ${n}`,
    commandNames: {
      interval_s: "a reading every",
      upload_s: "a report every",
      dataSaving: "data saving",
      disconnectShift_mV: "outputs off earlier by",
      light: "light:",
      lampTest: "lamp test",
      restart: "restart",
    },
    lights: ["none", "call the focal point", "your message was received"],
    events: "Events",
    eventKinds: {
      help: "somebody called for help",
      "command-refused": "commands were out of bounds: the kit keeps what it had",
      "flash-worn": "the memory of the kit does not keep what is written: after a power cut it loses what was not sent",
    },
    attempts: "When it did not get through",
    span: (from, to) => (from === to ? `on ${from}` : `from ${from} to ${to}`),
    toldOn: (time) => `before ${time}`,
    attemptKinds: {
      "no-hotspot": (n) =>
        `looked ${count(n, "time", "times")} and saw no hotspot: the phone was away or its hotspot off`,
      hotspot: (n) =>
        `the hotspot was seen ${count(n, "time", "times")} but not joined: the name or password on the phone may have changed`,
      joined: (n) =>
        `the hotspot was joined ${count(n, "time", "times")} but led nowhere: the phone may be out of credit or without network`,
      resolved: (n) =>
        `the server was not reached in ${count(n, "attempt", "attempts")}: it was down, or the network lets nothing through`,
      connected: (n) =>
        `the server was reached ${count(n, "time", "times")} but did not let the kit in: its secret or the certificate may have changed`,
      accepted: (n) =>
        `the server let the kit in ${count(n, "time", "times")} but acknowledged nothing: the connection broke off, or the service cannot store`,
    },
    nothingMore: "It told nothing else.",
    unread: "That cannot be shown now.",
    firmware: (version) => `firmware ${version}`,
  },

  health: {
    heading: "The service",
    version: (version) => `Yeelen ${version}`,
    startedAt: "Running since",
    connections: "MQTT connections",
    connectionsNow: (n, port) => `${count(n, "kit connected", "kits connected")}, port ${port}`,
    received: "Received since then",
    receivedCounts: (reports, readings) =>
      `${count(reports, "report", "reports")}, ${count(readings, "reading", "readings")}`,
    repeated: "Received again, counted once",
    quarantined: "In quarantine",
    refused: "Refused",
    journal: "Journal",
    journalError: "takes nothing at the moment; kits keep their readings and send them again:",
    influx: "InfluxDB",
    influxNone: "not configured",
    influxPoints: (n) => count(n, "point written", "points written"),
    influxError: "takes nothing at the moment; nothing is lost, writing goes on by itself:",
    ok: "In order",
    trouble: "Attention",
    clock: (difference) =>
      `The clock of this device differs by ${difference} from that of the service. Times on this page are the service’s.`,
    reasons: {
      undecodable: "unreadable",
      "unknown-version": "unknown version",
      "unknown-field": "unknown field",
      "identity-field": "personal data",
      "invalid-field": "invalid field",
      "too-large": "too large",
      "no-credentials": "no password",
      "unknown-kit": "unknown kit",
      "wrong-password": "wrong password",
      "client-id-differs": "different client id",
      "foreign-topic": "another’s topic",
      "retained-message": "retained message",
      "foreign-subscription": "another’s subscription",
      "will-not-taken": "MQTT will",
      "not-mqtt": "not MQTT",
    },
  },
};
