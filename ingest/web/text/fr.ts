import type { CommandName, CommandsView, ConnectionStage, EventView } from "@yeelen/shared/answers";
import { names } from "@yeelen/shared/catalogue/fr/names";
import type { RefusalReason } from "@yeelen/shared/vocabulary";
import { counted } from "./counted";
import { frEvidence } from "./frEvidence";

const count = counted("fr");

/** Everything the page says in French. The other languages have the same keys. */
export const fr = {
  languageName: "Français",
  locale: "fr",
  tagline: "Les kits solaires et leurs pannes",
  documentTitle: (faults: number) => (faults > 0 ? `${count(faults, "panne", "pannes")} · Yeelen` : "Yeelen"),
  chooseLanguage: "Langue",
  summary: "En bref",
  asOf: (time: string) => `état à ${time}`,
  never: "jamais",
  unknown: "inconnu",
  justNow: "à l’instant",
  showExactTime: "Montrer l’heure exacte",
  showMore: (more: number, left: number) =>
    more < left ? `Montrer ${more} de plus (il en reste ${left})` : `Montrer les ${left} qui restent`,

  service: {
    first: "Demande au service…",
    fresh: "À jour",
    waiting: "La réponse du service tarde. Ce qui suit peut dater.",
    failing: "Pas de réponse du service. Ce qui suit peut dater.",
    failingFirst: "Pas de réponse du service\u00a0: rien à montrer pour l’instant.",
    lastAnswer: "dernière réponse\u00a0:",
    nextTry: "Prochain essai\u00a0:",
    tryNow: "Réessayer",
    failures: {
      unreachable: "Le service est arrêté ou le réseau est coupé.",
      "too-slow": "Le réseau ou le service est trop lent.",
      refused: (httpStatus: number) => `Le service répond par une erreur (HTTP ${httpStatus}).`,
      unreadable: "La réponse ne se laisse pas lire\u00a0: la page et le service sont-ils de la même version\u00a0?",
    },
  },

  demo: {
    simulated: "Démonstration\u00a0: ces kits sont simulés et vivent une heure par seconde.",
    willFail: (kit: string) => `Dans quelques secondes, une cellule de la batterie du kit ${kit} va mourir.`,
    failed: (kit: string) => `Une cellule de la batterie du kit ${kit} est morte.`,
  },

  filter: {
    label: "Chercher un site ou un kit",
    clear: "Effacer",
    nothing: (sought: string) => `Rien ne correspond à «\u00a0${sought}\u00a0».`,
    found: (kits: number, faults: number) =>
      `${count(kits, "kit", "kits")}, ${count(faults, "panne ou remarque", "pannes ou remarques")}`,
  },

  faults: {
    heading: "Pannes",
    count: (n: number): string => (n < 2 ? "panne" : "pannes"),
    none: "Aucune panne dans ce que les kits ont envoyé.",
    since: "Depuis le",
    until: (time: string) => `jusqu’au ${time}`,
    whatToDo: "Que faire",
    headings: names.headings,
    bringNothing: names.nothingToBring,
    numbers: "Les chiffres",
    isNew: "Nouveau",
    arrived: (n: number) => count(n, "nouvelle panne ou remarque", "nouvelles pannes ou remarques"),
  },
  suspected: {
    heading: "Soupçons",
    count: (n: number): string => (n < 2 ? "soupçon" : "soupçons"),
    none: "Aucun soupçon.",
  },
  notices: {
    heading: "Remarques",
    count: (n: number): string => (n < 2 ? "remarque" : "remarques"),
    none: "Aucune remarque.",
  },

  chart: {
    value: "ce kit",
    neighbours: "médiane des voisins",
    limit: "limite",
    last: (name: string, value: string) => `${name}, en dernier\u00a0: ${value}`,
    at: (name: string, value: string) => `${name}\u00a0: ${value}`,
    span: (from: string, to: string) => `Du ${from} au ${to}.`,
    on: (time: string) => `Le ${time}.`,
    course: (name: string, first: string, last: string, lowest: string, highest: string) =>
      `${name}\u00a0: au début ${first}, à la fin ${last}, au plus bas ${lowest}, au plus haut ${highest}.`,
  },

  help: {
    answer: "J’ai vu",
    close: "Clore",
    sent: "C’est noté.",
    failed: "Cela n’a pas marché. Réessayer.",
  },

  kinds: names.kinds,
  parts: names.parts,
  severities: names.severities,
  states: names.states,

  ...frEvidence,

  kits: {
    heading: "Kits",
    count: (n: number): string => (n < 2 ? "kit" : "kits"),
    caption: "Kits\u00a0: dernier envoi reçu, mesure la plus récente, nombre de mesures et de lacunes",
    atSite: (n: number) => count(n, "kit", "kits"),
    none: "Aucun kit pour l’instant. Pour enregistrer le premier\u00a0:",
    noneNext: "Il apparaît ici aussitôt, et ses mesures dès son premier envoi.",
    sortBy: "Trier",
    columns: {
      site: "Site",
      kit: "Kit",
      lastSeen: "Dernier envoi",
      newestReading: "Dernière mesure",
      readings: "Mesures",
      gaps: "Lacunes",
    },
    orders: {
      site: "par site",
      kit: "par nom de kit",
      lastSeen: "sans nouvelles depuis longtemps d’abord",
      newestReading: "mesures les plus anciennes d’abord",
      readings: "moins de mesures d’abord",
      gaps: "plus de lacunes d’abord",
    },
    thinned: (n: number) => `${count(n, "mesure éclaircie", "mesures éclaircies")} par le kit`,
    pending: (revision: number) => `des consignes attendent son prochain envoi (révision ${revision})`,
    more: "Plus",
    states: {
      pending: "pas encore confirmée",
      confirmed: "confirmée",
      refused: "refusée par le kit",
      replaced: "remplacée avant d’être confirmée",
    } satisfies Record<CommandsView["state"], string>,
    commands: "Consignes",
    revision: (n: number) => `révision ${n}`,
    commandNames: {
      interval_s: "une mesure toutes les",
      upload_s: "un envoi toutes les",
      dataSaving: "économie de données",
      disconnectShift_mV: "sorties coupées plus tôt de",
      light: "lumière\u00a0:",
      lampTest: "essai des lampes",
      restart: "redémarrage",
    } satisfies Record<CommandName, string>,
    lights: ["aucune", "appeler le point focal", "message reçu"],
    events: "Événements",
    eventKinds: {
      help: "quelqu’un a appelé à l’aide",
      "command-refused": "des consignes hors limites\u00a0: le kit garde ce qu’il avait",
      "flash-worn":
        "la mémoire du kit ne garde plus ce qu’on y écrit\u00a0: après une coupure, ce qui n’était pas envoyé est perdu",
    } satisfies Record<EventView["kind"], string>,
    attempts: "Quand il n’est pas passé",
    span: (from: string, to: string) => (from === to ? `le ${from}` : `du ${from} au ${to}`),
    toldOn: (time: string) => `avant le ${time}`,
    attemptKinds: {
      "no-hotspot": (n: number) =>
        `cherché ${count(n, "fois", "fois")} sans voir de partage de connexion\u00a0: le téléphone était loin, ou son partage éteint`,
      hotspot: (n: number) =>
        `le partage de connexion a été vu ${count(n, "fois", "fois")} sans être rejoint\u00a0: son nom ou son mot de passe a peut-être changé sur le téléphone`,
      joined: (n: number) =>
        `le partage de connexion a été rejoint ${count(n, "fois", "fois")} mais ne menait nulle part\u00a0: le téléphone est peut-être sans crédit ou sans réseau`,
      resolved: (n: number) =>
        `le serveur n’a pas été atteint en ${count(n, "essai", "essais")}\u00a0: il était arrêté, ou le réseau ne laisse rien passer`,
      connected: (n: number) =>
        `le serveur a été atteint ${count(n, "fois", "fois")} sans laisser entrer le kit\u00a0: son mot de passe ou le certificat a peut-être changé`,
      accepted: (n: number) =>
        `le serveur a laissé entrer le kit ${count(n, "fois", "fois")} sans rien confirmer\u00a0: la connexion s’est coupée, ou le service ne peut pas enregistrer`,
    } satisfies Record<ConnectionStage, (n: number) => string>,
    nothingMore: "Il n’a rien dit d’autre.",
    unread: "Cela ne peut pas être montré maintenant.",
    firmware: (version: string) => `programme ${version}`,
  },

  health: {
    heading: "Le service",
    version: (version: string) => `Yeelen ${version}`,
    startedAt: "En marche depuis le",
    connections: "Connexions MQTT",
    connectionsNow: (n: number, port: number) => `${count(n, "kit connecté", "kits connectés")}, port ${port}`,
    received: "Reçu depuis le démarrage",
    receivedCounts: (reports: number, readings: number) =>
      `${count(reports, "envoi", "envois")}, ${count(readings, "mesure", "mesures")}`,
    repeated: "Reçu plus d’une fois, compté une seule",
    quarantined: "En quarantaine",
    refused: "Refusé",
    journal: "Journal",
    journalError: "ne prend rien en ce moment\u00a0; les kits gardent leurs relevés et les renvoient\u00a0:",
    influx: "InfluxDB",
    influxNone: "non configuré",
    influxPoints: (n: number) => count(n, "point écrit", "points écrits"),
    influxError: "ne prend rien en ce moment\u00a0; rien n’est perdu, l’envoi reprend tout seul\u00a0:",
    ok: "En ordre",
    trouble: "Attention",
    clock: (difference: string) =>
      `L’horloge de cet appareil diffère de ${difference} de celle du service. Les heures de cette page sont celles du service.`,
    reasons: {
      undecodable: "illisible",
      "unknown-version": "version inconnue",
      "unknown-field": "champ inconnu",
      "identity-field": "donnée personnelle",
      "invalid-field": "champ non valable",
      "too-large": "trop grand",
      "no-credentials": "sans mot de passe",
      "unknown-kit": "kit inconnu",
      "wrong-password": "mauvais mot de passe",
      "client-id-differs": "nom de client différent",
      "foreign-topic": "sujet d’un autre",
      "retained-message": "message «\u00a0retained\u00a0»",
      "foreign-subscription": "abonnement à un autre",
      "will-not-taken": "testament MQTT",
      "not-mqtt": "pas du MQTT",
    } satisfies Record<RefusalReason, string> & Record<string, string>,
  },
};

/** What every language must be able to say. */
export type Catalogue = typeof fr;
