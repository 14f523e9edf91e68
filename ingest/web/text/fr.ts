import type { Fault, FaultKind } from "@yeelen/shared/faults";
import type { RefusalReason } from "@yeelen/shared/vocabulary";
import { counted } from "./counted";

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
    numbers: "Les chiffres",
    isNew: "Nouveau",
    arrived: (n: number) => count(n, "nouvelle panne ou remarque", "nouvelles pannes ou remarques"),
  },
  notices: {
    heading: "Remarques",
    count: (n: number): string => (n < 2 ? "remarque" : "remarques"),
    none: "Aucune remarque.",
  },

  kinds: {
    "battery-undervoltage": "Tension de batterie trop basse",
    "lamp-hardly-used": "Lampe presque jamais allumée",
    "kit-silent": "Kit sans nouvelles",
  } satisfies Record<FaultKind, string>,
  parts: {
    kit: "tout le kit",
    battery: "batterie",
    lamp1: "lampe 1",
    lamp2: "lampe 2",
    lamp3: "lampe 3",
  } satisfies Record<Fault["part"], string>,
  severities: {
    critical: { name: "Critique", meaning: "À traiter avant tout le reste." },
    major: { name: "Majeure", meaning: "Demande bientôt une personne ou un déplacement." },
    minor: {
      name: "Mineure",
      meaning: "Demande une personne ou un déplacement\u00a0; peut attendre la prochaine visite.",
    },
    notice: { name: "Remarque", meaning: "Bon à savoir\u00a0; personne n’a besoin d’agir." },
  } satisfies Record<Fault["severity"], { name: string; meaning: string }>,

  /** Sentences. A sentence is left out where a value that it names is not known; `span:` tells hours as days where they are many. */
  evidence: {
    "battery-undervoltage": [
      "La batterie est à {voltage_V}\u00a0; sous {threshold_V}, c’est trop bas.",
      "Au plus bas\u00a0: {lowest_V}.",
      "Cela dure depuis {span:duration_h} ({readings}).",
      "La panne s’efface à partir de {clears_V}.",
      "La batterie est usée, a perdu un élément, ou n’est plus chargée.",
    ],
    "lamp-hardly-used": [
      "La lampe a fonctionné {worked_h}\u00a0; la médiane de ses {neighbours} est de {neighbours_h}.",
      "Compté du {from} au {to}.",
      "Elle peut être cassée, débranchée, ou ne servir à personne.",
    ],
    "kit-silent": [
      "Rien reçu depuis {span:silent_h}\u00a0; le kit envoie d’habitude toutes les {span:promised_h}.",
      "Dernière tension de batterie connue\u00a0: {lastBattery_V}.",
      "Dernière charge connue\u00a0: {lastStateOfCharge_pct}.",
      "Dernier signal Wi-Fi\u00a0: {lastWifi_dBm}.",
      "Sans nouvelles sur ce site\u00a0: {siteSilent} sur {siteKits}.",
      "Il peut être à plat, sans réseau, sans crédit, ou en panne.",
    ],
  } satisfies Record<FaultKind, string[]>,
  /** Things that evidence counts, as said in a sentence. */
  counts: {
    readings: (n: number) => count(n, "mesure", "mesures"),
    neighbours: (n: number) => count(n, "lampe voisine", "lampes voisines"),
    siteKits: (n: number) => count(n, "kit", "kits"),
  },
  /** Names of the numbers of evidence. A number without a name here is shown by its key. */
  evidenceNames: {
    voltage_V: "Tension",
    lowest_V: "Tension la plus basse",
    threshold_V: "Seuil",
    clears_V: "S’efface à partir de",
    duration_h: "Durée",
    readings: "Mesures",
    worked_h: "Cette lampe a fonctionné",
    neighbours_h: "Médiane des voisines",
    neighbours: "Lampes voisines",
    measured_h: "Durée mesurée",
    power_threshold_W: "Allumée à partir de",
    from: "Du",
    to: "Au",
    silent_h: "Sans nouvelles depuis",
    listened_h: "Le service a écouté",
    promised_h: "Envoi attendu toutes les",
    lastBattery_V: "Dernière tension de batterie",
    lastStateOfCharge_pct: "Dernière charge",
    lastWifi_dBm: "Dernier signal Wi-Fi",
    siteSilent: "Kits sans nouvelles sur le site",
    siteKits: "Kits du site",
  },

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
