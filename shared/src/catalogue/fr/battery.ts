import type { KindTexts } from "../language";

export const battery: KindTexts<
  "battery-undervoltage" | "battery-overvoltage" | "battery-hot" | "battery-worn" | "battery-disconnected"
> = {
  "battery-undervoltage": {
    meaning:
      "La batterie reste sous la tension où tout doit être coupé. Le ménage est dans le noir, et une batterie qui reste vide s’abîme vite.",
    raised:
      "La tension est sous {lithium_V} (LiFePO4) ou {leadAcid_V} (plomb) depuis {minimum_h} ou plus, dans {readings} mesures ou plus.",
    cleared: "La tension atteint {clearsLithium_V} (LiFePO4) ou {clearsLeadAcid_V} (plomb).",
    causes: {
      "used-up": "on utilise plus que ce que le soleil apporte",
      "little-sun": "le panneau est sale ou à l’ombre, ou le temps est couvert",
      "not-charged": "le panneau ou son fusible ne laisse pas passer le courant",
      worn: "la batterie est usée",
      "cell-dead": "un élément de la batterie est mort",
    },
    checks: [
      "Le panneau est-il propre, au soleil et branché\u00a0?",
      "Demander ce qui marche sur le kit\u00a0: téléphones d’autres personnes, radio toute la nuit, autre appareil.",
      "Tout éteindre et mesurer sur la batterie\u00a0: noter la tension.",
      "Au soleil, mesurer encore après dix minutes\u00a0: elle doit monter. Sinon, vérifier le fusible F1 du panneau (5\u00a0A) et le régulateur de charge.",
      "Charger une demi-journée au soleil, tout éteint. Si la tension tombe ensuite vite avec une seule lampe, remplacer la batterie.",
    ],
    source:
      "Coupure et remise en marche du programme de régulateur LibreSolar\u00a0; pour le plomb selon EN 62509:2011.",
  },
  "battery-overvoltage": {
    meaning:
      "La batterie est chargée à une tension qui l’abîme. Elle perd de l’eau ou de la capacité, chauffe, et peut devenir dangereuse.",
    raised:
      "La tension est au-dessus de {lithium_V} (LiFePO4) ou {leadAcid_V} (plomb) depuis {minimum_h} ou plus, dans {readings} mesures ou plus.",
    cleared: "La tension reste sous {clearsLithium_V} (LiFePO4) ou {clearsLeadAcid_V} (plomb).",
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
      "LiFePO4\u00a0: 3,65\u00a0V par élément, la limite que donnent les fabricants. Plomb\u00a0: 2,50\u00a0V par élément, la tension d’égalisation de EN 62509:2011.",
  },
  "battery-hot": {
    meaning:
      "La batterie est plus chaude que ce qu’elle supporte. La chaleur l’use vite, et une batterie qui chauffe toute seule peut être dangereuse.",
    raised: "La batterie est au-dessus de {hot_degC} depuis {minimum_h} ou plus, dans {readings} mesures ou plus.",
    cleared: "Elle est sous {clears_degC}.",
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
      "Charge jusqu’à 50\u00a0°C dans le programme LibreSolar, pour LiFePO4 et pour le plomb\u00a0; plus une marge pour l’erreur des capteurs.",
  },
  "battery-worn": {
    meaning:
      "La batterie garde beaucoup moins que lorsqu’elle était neuve\u00a0: la lumière du soir finit tôt, même après une journée de bon soleil.",
    raised: "Depuis {minimum_h} ou plus, la batterie garde moins de {worn_pct} de ce qu’elle devrait.",
    cleared: "Elle garde de nouveau {clears_pct} ou plus, le plus souvent parce qu’elle a été remplacée.",
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
      "Sous 80\u00a0%, une batterie est en fin de vie selon IEC 61427-1\u00a0; Lighting Global accepte 25\u00a0% de perte dans son essai. Ici plus bas, car c’est mesuré pendant l’usage.",
  },
  "battery-disconnected": {
    meaning:
      "La batterie n’est pas branchée, ou seulement par moments. Le jour, le panneau fait marcher le kit\u00a0; la nuit, tout est noir.",
    raised:
      "De jour, depuis {minimum_h} ou plus, moins de {still_mA} passent par la batterie alors que le panneau et les sorties marchent\u00a0; ou le contrôleur s’éteint chaque fois que le soleil part.",
    cleared: "Plus de {flows_mA} passent de nouveau par la batterie.",
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
      "Au-dessus de l’erreur du capteur de courant (INA3221, SBOS576\u00a0: 4\u00a0mA avec 20\u00a0mΩ) et du courant propre du contrôleur.",
  },
};
