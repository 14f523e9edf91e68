import type { FaultKind } from "@yeelen/shared/faults";
import { counted } from "./counted";

const count = counted("fr");

/** What French says of the numbers that were compared. */
export const frEvidence = {
  /** Sentences. A sentence is left out where a value that it names is not known; `span:` tells hours as days where they are many. */
  evidence: {
    "battery-undervoltage": [
      "La batterie est à {voltage_V}\u00a0; sous {threshold_V}, c’est trop bas.",
      "Au plus bas\u00a0: {lowest_V}.",
      "Cela dure depuis {span:duration_h} ({readings}).",
      "La panne s’efface à partir de {clears_V}.",
    ],
    "lamp-hardly-used": [
      "La lampe a fonctionné {worked_h}\u00a0; la médiane de ses {neighbours} lampes voisines est de {neighbours_h}.",
      "Compté du {from} au {to}.",
    ],
    "kit-silent": [
      "Rien reçu depuis {span:silent_h}\u00a0; le kit envoie d’habitude toutes les {span:promised_h}.",
      "Dernière tension de batterie connue\u00a0: {lastBattery_V}.",
      "Dernière charge connue\u00a0: {lastStateOfCharge_pct}.",
      "Dernier signal Wi-Fi\u00a0: {lastWifi_dBm}.",
      "Sans nouvelles sur ce site\u00a0: {siteSilent} sur {siteKits}.",
    ],
    help: [
      "Quelqu’un a tenu le bouton du kit {presses}, la dernière fois le {latest}.",
      "Répondu le {answered}\u00a0: la panne s’efface quand le kit confirme qu’il montre la lumière de réponse.",
    ],
  } satisfies Partial<Record<FaultKind, string[]>>,
  /** Things that evidence counts, as said in a sentence. */
  counts: {
    readings: (n: number) => count(n, "mesure", "mesures"),
    siteKits: (n: number) => count(n, "kit", "kits"),
    presses: (n: number) => (n === 1 ? "une fois" : count(n, "fois", "fois")),
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
    neighbours_h: "Médiane des voisins",
    neighbours: "Voisins comparés",
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
    presses: "Appuis",
    latest: "Dernier appui",
    answered: "Répondu",
  },
};

/** What every language must be able to say of them. */
export type EvidenceWords = typeof frEvidence;
