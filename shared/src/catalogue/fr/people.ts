import type { KindTexts } from "../language";

export const people: KindTexts<"kit-silent" | "overuse" | "help" | "reported"> = {
  "kit-silent": {
    meaning:
      "Rien n’arrive plus du kit. Le ménage a peut-être quand même de la lumière\u00a0: souvent, seul le téléphone est absent.",
    raised:
      "Rien reçu en {minimum_h}, alors que le kit envoie toutes les {upload_h}. Les absences du service lui-même ne comptent pas.",
    cleared: "L’envoi suivant, quoi qu’il dise.",
    causes: {
      "site-network": "le site est sans réseau",
      credit: "le téléphone n’a plus de crédit internet",
      "battery-flat": "la batterie était vide avant",
      "phone-away": "le téléphone est loin ou éteint, ou son partage de connexion est éteint",
      "kit-dead": "le contrôleur est mort",
      unknown: "rien ne dit laquelle de ces causes",
    },
    checks: [
      "Avant de partir\u00a0: d’autres kits du site sont-ils aussi sans nouvelles\u00a0? Alors c’est le réseau. Appeler le point focal.",
      "Appeler le ménage\u00a0: le téléphone est-il là, chargé, avec du crédit, et son partage de connexion allumé\u00a0?",
      "Sur le site, allumer le partage de connexion de son propre téléphone, avec le nom et le mot de passe de l’étiquette du kit. Si le kit envoie dans la minute, le téléphone ou le crédit du ménage est en cause.",
      "Appuyer un instant sur le bouton du kit. Si aucune lumière ne répond, mesurer la batterie et regarder les fusibles F2 (7,5\u00a0A) et F9 (0,5\u00a0A).",
      "Si la batterie est bonne et qu’aucune lumière ne vient, remplacer le contrôleur.",
    ],
    source: "Quatre envois de suite manquent. Des services comparables attendent aussi un jour.",
  },
  overuse: {
    meaning:
      "Le ménage prend au kit beaucoup plus qu’avant, depuis une semaine ou plus. Rien n’est cassé\u00a0; mais la batterie est vite vide, et s’use.",
    raised:
      "Lampes, prises et radio servent plus qu’un jour habituel de ce kit, moins ce que font ce jour-là les kits du site (au moins {kits} à comparer). Ce qui dépasse, mesuré à ce que ses jours varient d’habitude, s’ajoute de jour en jour jusqu’à une somme au-dessus de {sum}\u00a0: une semaine environ. Les jours sans personne à la maison ou avec une batterie basse ne comptent pas.",
    cleared: "La somme est de nouveau sous {clears}\u00a0; ou cela a duré {lasts_d} et c’est devenu l’habitude.",
    causes: {
      "many-people": "des visiteurs, ou une famille plus grande",
      "phones-of-others": "on y charge les téléphones des voisins",
      "small-shop": "le kit sert à une boutique ou à un atelier",
      "device-added": "un autre appareil est branché\u00a0: ventilateur, télévision",
    },
    checks: [
      "Demander sans reproche\u00a0: à quoi sert le kit\u00a0? Les gens ont peut-être besoin de plus que ce qu’il peut donner.",
      "Expliquer avec la carte en images\u00a0: peu de téléphones par jour, lampes moins fortes, radio éteinte la nuit.",
      "Dire au programme si un ménage a vraiment besoin de plus.",
    ],
    source:
      "La somme cumulée (CUSUM, Page 1954) trouve le plus tôt un changement qui dure\u00a0; les limites sont choisies. Comparé au passé du kit, et à son site le même jour\u00a0: fêtes et Ramadan ne comptent pas.",
  },
  help: {
    meaning: "Le ménage appelle. Personne ne sait pourquoi\u00a0: appeler le point focal du site.",
    raised: "Le bouton a été tenu {held_s} ou plus.",
    cleared:
      "Quelqu’un a répondu et le kit a confirmé que sa lumière le montre\u00a0; ou l’appel a été clos à la main.",
    causes: {
      "kit-fails": "quelque chose du kit ne marche pas",
      "danger-or-need": "un danger, une maladie ou un autre besoin",
      "by-mistake": "un enfant, ou une erreur",
    },
    checks: [
      "Appeler le point focal tout de suite, et demander comment va le ménage.",
      "Répondre ici à l’appel\u00a0: le kit montre alors «\u00a0votre message est arrivé\u00a0» pendant {light_d}.",
      "Si quelque chose du kit ne marche pas, l’ajouter comme panne signalée.",
      "Si c’était une erreur, expliquer la lumière et le bouton avec la carte en images.",
    ],
    source: "C’est une personne qui l’a décidé\u00a0: pas de limite.",
  },
  reported: {
    meaning:
      "Une personne a parlé de cette panne\u00a0: par téléphone, par message ou en réunion. Les mesures ne la montrent pas toujours.",
    raised: "Quelqu’un l’inscrit.",
    cleared: "Elle est close à la main après la visite.",
    causes: {
      lamp: "une lampe",
      "panel-or-battery": "le panneau ou la batterie",
      radio: "la radio",
      "phone-or-sim": "le téléphone ou la carte SIM",
      question: "une question, ou un souhait",
    },
    checks: [
      "Rappeler et demander\u00a0: que se passe-t-il, depuis quand, et à quelle heure\u00a0?",
      "Regarder ce que montrent les mesures de ce kit.",
      "Choisir ce qu’il faut apporter selon ce qui a été dit.",
      "Sur le site, demander à la personne de montrer la panne, et lui montrer que tout marche avant de partir.",
    ],
    source: "C’est une personne qui l’a dit\u00a0: pas de limite.",
  },
};
