import type { KindTexts } from "../language";

export const controller: KindTexts<
  "controller-hot" | "controller-resetting" | "sensor-stuck" | "sensor-implausible" | "flash-worn" | "memory-lost"
> = {
  "controller-hot": {
    meaning: "Le contrôleur est trop chaud. Il coupe les prises USB pour refroidir, et s’use vite.",
    raised:
      "La nuit, il est {apart_K} plus chaud que sa batterie, en plus de l’habitude, et {above_K} plus chaud que les contrôleurs des voisins. Ou le jour, il est au-dessus de {hot_degC}, dans {readings} mesures ou plus.",
    cleared:
      "La nuit, il est moins de {clears_K} plus chaud que sa batterie, en plus de l’habitude, et le jour sous {clears_degC}.",
    causes: {
      "no-air": "il est couvert, ou ses ouvertures sont bouchées par la poussière",
      "place-hot": "il est au soleil, sous un toit de tôle ou au-dessus d’un foyer",
      "part-failing": "une de ses pièces lâche et chauffe",
      "sensor-wrong": "son capteur de température montre trop",
    },
    checks: [
      "Toucher le boîtier. Est-il couvert, au soleil, sous le toit\u00a0?",
      "Le mettre à l’ombre, avec une largeur de main d’air tout autour. Souffler et brosser la poussière.",
      "L’ouvrir\u00a0: une pièce brûlée, ou qui brûle la main quand rien n’est branché, est en train de lâcher. Remplacer le contrôleur.",
      "Si le boîtier est frais et que la page montre encore de la chaleur, remplacer le capteur de température.",
    ],
    source:
      "Un ESP32-C3 est fait pour {limit_degC} au plus autour de lui (sa fiche technique). 10\u00a0K de plus divisent par deux la vie de ses condensateurs.",
  },
  "controller-resetting": {
    meaning:
      "Le contrôleur redémarre sans cesse. Chaque fois, les lampes s’éteignent un moment et des mesures se perdent.",
    raised:
      "Bien qu’alimenté, il a redémarré {inAWeek} fois en une semaine, sur {days} jours ou plus, ou {inADay} fois en un jour.",
    cleared: "Il n’a pas redémarré pendant {clears_d}.",
    causes: {
      "contact-bad": "un contact entre la batterie et le contrôleur est desserré",
      "converter-failing": "son convertisseur 3,3\u00a0V lâche",
      "program-faulty": "son programme a un défaut",
      "board-failing": "la carte lâche",
    },
    checks: [
      "Ce kit a-t-il une autre panne ouverte, comme une batterie débranchée\u00a0? Commencer par elle.",
      "Débrancher le panneau. Serrer les cosses de la batterie\u00a0; enlever les fusibles F2 (7,5\u00a0A) et F9 (0,5\u00a0A), nettoyer leurs contacts et les remettre.",
      "Bouger chaque câble en regardant la lumière du kit\u00a0: elle redémarre quand on touche le mauvais contact.",
      "Le programme est-il le même que sur les autres kits\u00a0? S’il est plus ancien, le mettre à jour.",
      "S’il redémarre encore, remplacer le contrôleur.",
    ],
    source: "Un kit en bon état redémarre quand sa batterie a été vide, et sinon quelques fois par an.",
  },
  "sensor-stuck": {
    meaning: "Un capteur montre toujours la même valeur. Ce qui est dit de cette partie n’est pas sûr.",
    raised:
      "Pendant {minimum_h} ou plus, il montre une seule et même valeur, alors qu’elle a dû bouger\u00a0: la batterie s’est mise à charger, un courant a changé de {moves_mA}, ou la température de {moves_K}.",
    cleared: "Elle change de nouveau avec ce qui est mesuré.",
    causes: {
      "sensor-broken": "le capteur est cassé",
      "wire-loose": "son fil est débranché",
      "board-failing": "la partie de la carte qui le lit lâche",
    },
    checks: [
      "La page nomme le capteur. Mesurer la même chose au multimètre, et comparer.",
      "Capteur de température\u00a0: regarder son fil et sa fiche, puis le remplacer.",
      "Un capteur de tension ou de courant est sur la carte\u00a0: remplacer le contrôleur.",
      "D’ici là, se fier au multimètre\u00a0: les autres pannes de cette partie peuvent être fausses.",
    ],
    source:
      "Ce qu’un capteur mesure bouge toujours de quelques pas (INA3221\u00a0: 40\u00a0µV sur le shunt, 8\u00a0mV sur la batterie).",
  },
  "sensor-implausible": {
    meaning:
      "Un capteur montre ce qui ne peut pas être vrai à côté des autres capteurs. Ce qui est dit de cette partie n’est pas sûr.",
    raised:
      "Pendant {minimum_h} ou plus, il s’écarte de ce que disent le reste du kit ou ses voisins\u00a0: de plus de {voltage_V} (tension de la batterie), {battery_mA} (courant de la batterie), {panel_mA} (courant du panneau dans le noir) ou {temperature_K} (température de la batterie).",
    cleared: "Il s’écarte de moins de {clears_pct} environ de cela.",
    causes: {
      "sensor-drifted": "le capteur a dérivé",
      "contact-bad": "un de ses contacts ou son shunt est mauvais",
      "sensor-misplaced": "le capteur de température n’est pas sur la batterie",
      "board-failing": "la carte lâche",
    },
    checks: [
      "La page nomme le capteur. Mesurer la même chose au multimètre, au même moment, et noter les deux valeurs.",
      "Capteur de température\u00a0: est-il fixé sur la batterie, à l’ombre\u00a0? Sinon, le remettre en place\u00a0; s’il reste faux, le remplacer.",
      "Capteur de tension ou de courant\u00a0: chercher une soudure brûlée ou lâche près de son shunt\u00a0; sinon, remplacer le contrôleur.",
    ],
    source:
      "Plusieurs fois ce que permettent les fiches techniques (INA3221\u00a0: 0,5\u00a0% et 80\u00a0µV\u00a0; capteur de température et convertisseur\u00a0: environ 2\u00a0K).",
  },
  "flash-worn": {
    meaning:
      "La mémoire du contrôleur ne garde plus ce qu’on y écrit. Le kit marche encore, mais après une coupure il perd ce qu’il n’avait pas envoyé.",
    raised: "Le kit dit qu’il ne peut pas relire ce qu’il a écrit.",
    cleared:
      "Plus de {kept} mesures sont venues dans une même numérotation, le plus souvent parce que le contrôleur a été remplacé.",
    causes: {
      "written-often": "on y a écrit trop souvent\u00a0: longtemps, le kit n’a pas pu envoyer",
      "chip-failing": "la puce lâche",
    },
    checks: [
      "Laisser d’abord le kit envoyer\u00a0: allumer le partage de connexion du téléphone et attendre dix minutes.",
      "Remplacer le contrôleur par un autre, préparé pour ce kit.",
      "Attendre que la page montre un nouvel envoi avant de partir.",
    ],
    source: "Les fabricants garantissent {writes} effacements.",
  },
  "memory-lost": {
    meaning:
      "Le kit a recommencé à compter\u00a0: sa mémoire a été effacée, ou sa carte remplacée. Ce qu’il n’avait pas envoyé est perdu.",
    raised: "Le kit commence une nouvelle numérotation.",
    cleared: "Toute seule, {clears_d} plus tard.",
    causes: {
      "board-replaced": "sa carte a été remplacée",
      erased: "sa mémoire a été effacée, par un nouveau programme par exemple",
      "chip-failing": "sa mémoire lâche, si cela se répète",
    },
    checks: [
      "Le kit a-t-il été visité ce jour-là\u00a0? Alors tout va bien.",
      "Si cela se répète sans visite, remplacer le contrôleur à la prochaine visite.",
    ],
    source:
      "Les numéros ne se répètent jamais\u00a0: un kit qui ne peut pas relire le sien en commence une nouvelle série.",
  },
};
