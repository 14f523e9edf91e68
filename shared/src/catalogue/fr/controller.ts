import type { KindTexts } from "../language";

export const controller: KindTexts<
  "controller-hot" | "controller-resetting" | "sensor-stuck" | "sensor-implausible" | "flash-worn" | "memory-lost"
> = {
  "controller-hot": {
    meaning: "Le contrôleur est trop chaud. Il coupe les prises USB pour refroidir, et s’use vite.",
    raised:
      "La nuit, quand aucun téléphone ne charge, il est {apart_K} plus chaud que sa batterie, en plus de l’habitude, et {above_K} plus chaud que les contrôleurs des voisins. Ou le jour, il est au-dessus de {hot_degC}, dans {readings} mesures ou plus.",
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
      "Un ESP32 est fait pour {limit_degC} au plus autour de lui (sa fiche technique). 10\u00a0K de plus divisent par deux la vie de ses condensateurs (règle de leurs fiches).",
  },
  "controller-resetting": {
    meaning:
      "Le contrôleur redémarre sans cesse. Chaque fois, les lampes s’éteignent un moment et des mesures se perdent.",
    raised:
      "Il a redémarré {inAWeek} fois en une semaine, sur {days} jours ou plus, ou {inADay} fois en un jour. Ne comptent pas les jours où la batterie était presque vide ou absente, ni ceux où il manque plus de mesures que n’en coûtent des redémarrages.",
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
    source:
      "Un redémarrage demandé, ou qui vient tous les quarante jours, compte pour un\u00a0; qui travaille sur le kit en fait quelques-uns en une heure.",
  },
  "sensor-stuck": {
    meaning: "Un capteur montre toujours la même valeur. Ce qui est dit de cette partie n’est pas sûr.",
    raised:
      "Pendant une demi-journée ({readings} mesures ou plus), il montre une seule et même valeur, alors qu’elle a dû bouger. Tension de la batterie\u00a0: elle est passée du repos à une charge de {charged_mA}, ou son courant a changé de {voltage_mA}. Un courant\u00a0: les autres capteurs disent qu’il a changé de {moves_mA}. Température de la batterie\u00a0: pendant deux demi-journées, quand la nuit le contrôleur a changé de {moves_K}.",
    cleared: "La première demi-journée où la valeur bouge.",
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
      "Une telle charge fait monter toute batterie de 12\u00a0V d’un dixième de volt (LiFePO4\u00a0: de 3,30 à 3,35\u00a0V par élément). Une batterie de 7\u00a0Ah suit la chaleur de sa maison en deux heures environ.",
  },
  "sensor-implausible": {
    meaning:
      "Un capteur montre ce qui ne peut pas être vrai à côté des autres capteurs. Ce qui est dit de cette partie n’est pas sûr.",
    raised:
      "Dans toutes les mesures d’une nuit (au moins {readings}), il contredit les autres. Courant de la batterie\u00a0: de plus de {battery_mA} et {battery_pct} du courant. Courant du panneau dans le noir\u00a0: plus de {panel_mA}. Température de la batterie\u00a0: {temperature_K} plus loin du contrôleur que d’habitude ({evening_K} le soir), et {neighbours_K} des voisins. Tension de la batterie\u00a0: écart de {voltage_V} quand elle est pleine (plomb\u00a0: deux jours), ou une batterie LiFePO4 donne du courant toute la nuit au-dessus de {night_V}.",
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
      "Trois fois l’erreur possible d’une mesure de tension (16\u00a0mV et 0,25\u00a0%), et l’écart possible de deux capteurs de température à 1\u00a0%. Une mesure de courant (INA3221\u00a0: 80\u00a0µV sur 10\u00a0mΩ) peut se tromper de 8\u00a0mA et 1,3\u00a0%.",
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
    raised: "Le kit commence une nouvelle numérotation, sans dire que sa mémoire est usée.",
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
      "Les numéros ne se répètent jamais\u00a0: un kit qui ne peut pas relire le sien en commence une nouvelle série. Un téléphone peut être loin deux semaines, et cela ne se voit qu’après\u00a0: c’est donc montré trois semaines.",
  },
};
