import type { KindTexts } from "../language";

export const battery: KindTexts<
  "battery-undervoltage" | "battery-overvoltage" | "battery-hot" | "battery-worn" | "battery-disconnected"
> = {
  "battery-undervoltage": {
    meaning:
      "La batterie reste trop basse alors que le soleil la charge\u00a0: un élément est mort, ou elle ne garde plus rien. Une batterie seulement vide n’est pas une panne. Le ménage est dans le noir.",
    raised:
      "Pendant {minimum_h} ou plus d’une journée, le soleil charge la batterie, d’au moins {charged_Ah}, et elle est quand même sous {lithium_V} (LiFePO4) ou {leadAcid_V} (plomb). Ou elle est chargée pendant {charged_h}, et presque toutes les mesures sans soleil sont sous cette tension, avant le soleil et après. Il faut qu’elle soit au moins une fois {far_V} plus bas ({sensor_V} si l’on sait que son capteur est faux), et que la veille elle ait été chargée, ou au-dessus.",
    cleared: "Une journée sans aucune mesure sous cette tension.",
    causes: {
      "cell-dead": "un élément de la batterie est mort",
      worn: "la batterie est si usée qu’elle ne garde plus rien",
      "sensor-wrong": "le capteur montre trop peu",
    },
    checks: [
      "Tout éteindre, mesurer sur la batterie et comparer avec ce que montre la page\u00a0: si la tension est bonne, le capteur est faux.",
      "Débrancher le panneau. Serrer les cosses de la batterie, et chercher un câble abîmé. Le rebrancher.",
      "Au soleil, mesurer encore après dix minutes, et noter de combien la tension monte.",
      "Charger une demi-journée au soleil, tout éteint. Si la tension reste basse, ou tombe vite avec une seule lampe, remplacer la batterie.",
      "Rapporter la vieille batterie pour le recyclage. Ne pas la laisser sur le site.",
    ],
    source:
      "Coupure du programme de régulateur LibreSolar\u00a0: 3,00\u00a0V par élément LiFePO4, 1,95\u00a0V au plomb (selon EN 62509:2011). Une batterie vide est au-dessus après une heure ou deux de soleil\u00a0; un élément mort enlève 2\u00a0V ou plus.",
  },
  "battery-overvoltage": {
    meaning:
      "La batterie est chargée à une tension qui l’abîme. Elle perd de l’eau ou de la capacité, chauffe, et peut devenir dangereuse.",
    raised:
      "Pendant {days} jours de suite, elle est chargée au-dessus de {lithium_V} (LiFePO4) ou {leadAcid_V} (plomb\u00a0; {perKelvin_mV} de moins par degré au-dessus de 25\u00a0°C), plus {sensor_V} pour le capteur, dans {readings} mesures ou plus et à {hours} heures différentes de la journée. Et la nuit, elle se repose à une tension possible pour une telle batterie\u00a0: sinon, c’est le capteur qui est faux.",
    cleared: "{days} jours de soleil sans une telle mesure.",
    causes: {
      "charger-setting": "le régulateur de charge est réglé pour un autre type de batterie",
      "charger-broken": "le régulateur de charge ne limite plus la tension",
      "battery-loose": "la batterie fait mauvais contact et la tension du panneau passe",
      "sensor-wrong": "le capteur montre trop",
    },
    checks: [
      "Toucher et sentir la batterie sans l’ouvrir. Si elle est gonflée, très chaude ou sent mauvais\u00a0: débrancher le panneau d’abord, puis la batterie, et la laisser dehors à l’ombre.",
      "En plein soleil, mesurer sur la batterie et comparer avec ce que montre la page.",
      "Le régulateur de charge est-il réglé pour ce type de batterie\u00a0?",
      "Serrer les cosses de la batterie.",
      "Si la tension est vraiment trop haute, débrancher le panneau et remplacer le régulateur de charge.",
    ],
    source:
      "Programme de régulateur LibreSolar (selon EN 62509:2011)\u00a0: 3,60\u00a0V par élément LiFePO4\u00a0; 2,45\u00a0V au plomb à 25\u00a0°C, et 3\u00a0mV de moins par degré de plus.",
  },
  "battery-hot": {
    meaning:
      "La batterie est plus chaude que ce qu’elle supporte. La chaleur l’use vite, et une batterie qui chauffe toute seule peut être dangereuse.",
    raised:
      "{days} jours l’un après l’autre, elle est au-dessus de {hot_degC} à {hours} heures ou plus ({readings} mesures au moins), et {above_K} plus chaude que la médiane du plus chaud des batteries du site (au moins {kits}). Et la nuit, sans rien d’allumé, elle est à {room_K} du contrôleur au plus\u00a0: sinon, c’est le capteur qui est faux.",
    cleared: "{days} jours où elle atteint {clears_degC} au plus.",
    causes: {
      "place-hot": "elle est au soleil, sous un toit de tôle ou près d’un foyer",
      "charged-too-hard": "elle est chargée avec trop de courant ou de tension",
      "battery-failing": "la batterie chauffe toute seule\u00a0: un élément lâche",
      "sensor-wrong": "le capteur de température montre trop",
    },
    checks: [
      "Sentir la batterie avec le dos de la main. Si elle est gonflée, coule ou brûle la main\u00a0: débrancher le panneau, puis la batterie, la porter dehors et la remplacer.",
      "Est-elle au soleil, sous le toit ou près d’un feu\u00a0? Lui trouver un endroit frais et aéré.",
      "Tôt le matin, est-elle plus chaude que le mur à côté\u00a0? Alors elle chauffe toute seule\u00a0: la remplacer.",
      "Le capteur de température est-il fixé sur la batterie, et son fil est-il entier\u00a0?",
    ],
    source:
      "Une batterie ne doit pas être chargée au-dessus de 50\u00a0°C (IEC 62133-2 pour le LiFePO4, programme LibreSolar pour les deux types). En saison chaude, toutes sont chaudes\u00a0: elle doit donc l’être plus que les autres.",
  },
  "battery-worn": {
    meaning:
      "La batterie garde beaucoup moins que lorsqu’elle était neuve\u00a0: la lumière du soir finit tôt, même après une journée de bon soleil.",
    raised:
      "{evenings} soirs l’un après l’autre, la tension tombe {steeper_times} aussi vite que le même usage la faisait tomber quand la batterie était au mieux (compte tenu des autres batteries du site), et au moins comme s’il ne restait que {capacity_pct} de sa capacité. Ou elle tombe comme s’il restait moins de {surely_pct}. Pour savoir comment elle était, il faut {learnt} soirs.",
    cleared:
      "{evenings} soirs l’un après l’autre, elle tombe moins de {clears_times} aussi vite, ou comme s’il restait plus de {clears_pct} de sa capacité\u00a0: le plus souvent parce que la batterie a été remplacée.",
    causes: {
      age: "elle est vieille",
      heat: "elle est restée dans la chaleur",
      "often-empty": "elle a souvent été vidée",
      "cell-dead": "un de ses éléments est mort",
    },
    checks: [
      "S’assurer que le panneau est propre et au soleil\u00a0: une batterie jamais pleine paraît usée.",
      "Serrer les cosses de la batterie\u00a0; enlever tout dépôt vert ou blanc.",
      "Après une journée de soleil, mesurer lampes éteintes, puis toutes les lampes allumées. Si la tension tombe d’un coup de plus d’un volt, remplacer la batterie.",
      "Pour la remplacer\u00a0: débrancher le panneau d’abord, puis la batterie\u00a0; rebrancher la batterie d’abord, puis le panneau.",
      "Rapporter la vieille batterie pour le recyclage. Ne pas la laisser sur le site.",
    ],
    source:
      "Sous 80\u00a0%, une batterie est en fin de vie selon IEC 61427-1. Ici plus bas\u00a0: pour un déplacement, elle doit avoir perdu plus.",
  },
  "battery-disconnected": {
    meaning:
      "La batterie n’est pas branchée, ou seulement par moments. Le jour, le panneau fait marcher le kit\u00a0; la nuit, tout est noir.",
    raised:
      "Au soleil, quand le panneau fait marcher le contrôleur, la tension de la batterie est celle que tient le régulateur ({lithium_V} pour LiFePO4\u00a0; {leadAcid_V} pour le plomb, moins par grande chaleur\u00a0; {below_V} de moins pour les capteurs), et moins de {still_mA} entrent ou sortent\u00a0: dans {readings} mesures, avec une heure entière ainsi, ou pendant {hours} heures entières. Pas si, la nuit, les lampes éclairent sans courant\u00a0: alors c’est le capteur qui est faux.",
    cleared: "{clears_d} de soleil où la batterie a travaillé et où rien de cela n’a été vu.",
    causes: {
      "terminal-loose": "une cosse est desserrée ou rouillée",
      "fuse-blown": "le fusible de la batterie a sauté",
      "protection-off": "la protection dans la batterie l’a coupée",
      taken: "la batterie a été prise ou sert à autre chose",
    },
    checks: [
      "La batterie est-elle là, et est-ce bien celle du kit\u00a0?",
      "Débrancher le panneau. Tirer sur chaque cosse\u00a0: la nettoyer à la toile émeri et la serrer.",
      "Regarder le fusible F2 (7,5\u00a0A). S’il a sauté, chercher un câble abîmé avant d’en mettre un neuf.",
      "Mesurer sur la batterie elle-même. Près de 0\u00a0V\u00a0: sa protection l’a coupée. Brancher le panneau une minute\u00a0: la charge la réveille. Si elle reste à 0\u00a0V, la remplacer.",
      "Rebrancher le panneau. Toutes les lampes doivent rester allumées quand on couvre le panneau.",
    ],
    source:
      "Quand son régulateur la tient, une batterie pleine prend 0,5\u00a0% de sa capacité par heure ou plus\u00a0; si elle n’est pas chargée, elle donne ce que prend le contrôleur. Les tensions sont celles du programme LibreSolar.",
  },
};
