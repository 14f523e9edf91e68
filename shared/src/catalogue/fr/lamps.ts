import type { KindTexts } from "../language";

export const lamps: KindTexts<
  "lamp-open" | "lamp-short" | "lamp-dim" | "lamp-hardly-used" | "port-overload" | "port-short"
> = {
  "lamp-open": {
    meaning: "Une lampe est allumée mais aucun courant ne passe\u00a0: elle reste noire.",
    raised:
      "{readings} mesures d’une journée disent que la lampe est allumée et prend moins de {open_mA}. Le kit lui-même le dit après deux mesures de suite.",
    cleared: "Le premier jour suivant où elle éclaire, sans mesure qui dise le contraire.",
    causes: {
      "lamp-broken": "la lampe est cassée",
      "cable-torn": "son câble est déchiré ou rongé",
      unplugged: "sa fiche est débranchée",
      "fuse-blown": "son fusible a sauté",
    },
    checks: [
      "Allumer la lampe avec son bouton. Est-elle branchée aux deux bouts\u00a0?",
      "Brancher une lampe qui marche\u00a0: si elle éclaire, remplacer la lampe.",
      "Si elle reste noire, essayer un autre câble, et suivre l’ancien à la main.",
      "Regarder le fusible de cette lampe (1\u00a0A)\u00a0: F3 pour la lampe 1, F4 pour la lampe 2, F5 pour la lampe 3.",
    ],
    source:
      "Une lampe de 2,3\u00a0W prend 180\u00a0mA, 58\u00a0mA au plus faible, et encore 20\u00a0mA avec un tiers de sa lumière\u00a0; le capteur se trompe de 1\u00a0mA.",
  },
  "lamp-short": {
    meaning:
      "Une lampe ou son câble est en court-circuit. Le kit la coupe pour se protéger, et essaie encore quelques fois.",
    raised:
      "Une seule mesure dit que la lampe a pris {short_mA} ou plus. Le kit la coupe, essaie de nouveau après {retry_min}, {retries} fois, puis la laisse coupée.",
    cleared: "Le premier jour suivant où elle éclaire, sans mesure qui dise le contraire.",
    causes: {
      "cable-crushed": "son câble est écrasé, rongé ou mal raccordé",
      "lamp-broken": "la lampe est cassée à l’intérieur",
      water: "il y a de l’eau dans la lampe ou la fiche",
    },
    checks: [
      "Débrancher la lampe du kit. Regarder la fiche et le câble\u00a0: écrasés, brûlés, mouillés, raccordés à la main\u00a0?",
      "Brancher une lampe avec son propre câble. Si elle éclaire, l’ancienne lampe ou son câble est en cause\u00a0: essayer l’un après l’autre.",
      "Remplacer ce qui est cassé. Ne pas réparer un câble en le tordant\u00a0; le ruban ne fait que protéger.",
      "Redémarrer le kit pour qu’il essaie la lampe de nouveau\u00a0: enlever son fusible F9 (0,5\u00a0A) dix secondes.",
    ],
    source:
      "Trois fois ce que prend une lampe de 2,3\u00a0W\u00a0; un interrupteur comme le TPS2420 limite un court-circuit vers 1\u00a0A.",
  },
  "lamp-dim": {
    meaning: "Une lampe prend beaucoup moins qu’avant au même réglage, et éclaire d’autant moins.",
    raised:
      "Les {evenings} derniers soirs où elle a été allumée ({readings} mesures ou plus), elle a pris moins de {share_pct} du plus qu’elle ait jamais pris aux mêmes réglages.",
    cleared: "Elle prend de nouveau {clears_pct} ou plus\u00a0: une lampe neuve.",
    causes: {
      "leds-failing": "une partie de ses LED est morte",
      "contact-bad": "une fiche fait mauvais contact",
      "other-lamp": "une lampe plus petite a été branchée à sa place",
    },
    checks: [
      "L’allumer au plus fort et la comparer aux autres lampes. Est-ce bien celle du kit\u00a0?",
      "Nettoyer son cache et sa fiche.",
      "L’échanger avec une autre lampe\u00a0: si elle reste faible, remplacer la lampe.",
    ],
    source:
      "Une LED est en fin de vie à 70\u00a0% de sa lumière (L70, IES LM-80 et TM-21)\u00a0; Lighting Global demande 85\u00a0% après 2000 heures.",
  },
  "lamp-hardly-used": {
    meaning:
      "Une lampe ne marche presque jamais, alors que les autres lampes du site marchent. Les mesures ne disent pas si elle est cassée ou si personne n’en a besoin.",
    raised:
      "En {window_d}, dont au moins {measured_d} mesurés, elle a marché moins de {share_pct} de la médiane des autres lampes du site, qui ont marché {neighbours_h} par jour ou plus (au moins {neighbours}). Ou elle est restée noire {minimum_h} ou plus où une autre lampe du kit a été allumée, contre l’habitude du ménage.",
    cleared: "Elle a marché {clears_pct} de la médiane, ou plus, et a été allumée {used_days} jours.",
    causes: {
      "not-wanted": "personne n’en a besoin là où elle est",
      "room-empty": "la pièce est vide",
      "button-broken": "son bouton ne marche pas",
      unplugged: "elle est débranchée ou cassée, et personne ne l’allume",
    },
    checks: [
      "À la prochaine visite, l’allumer.",
      "Si elle marche, demander où elle serait utile, et aider à la déplacer.",
      "Sinon, continuer comme pour une lampe cassée.",
    ],
    source:
      "Mesures de Kigeme (HEED, 60 lampes, un mois)\u00a0: les lampes inutilisées sont sous 2\u00a0% de la médiane, toutes les autres au-dessus de 75\u00a0%\u00a0; une lampe utile, allumée un soir sur dix, est à 5\u00a0%.",
  },
  "port-overload": {
    meaning: "On a trop demandé à une prise USB\u00a0; elle a remarché après un moment.",
    raised:
      "La prise a donné {power_W} ou plus, ou a été coupée pour cela, et a remarché avant que le kit ait fini ses essais.",
    cleared: "Toute seule, {clears_d} après la dernière fois.",
    causes: {
      "many-devices": "une multiprise avec plusieurs appareils y est branchée",
      "device-greedy": "un appareil prend plus que ce que donne une prise",
      "device-broken": "un appareil ou son câble est en mauvais état",
    },
    checks: [
      "Demander ce qui est chargé ici. Un seul téléphone par prise.",
      "Enlever les multiprises, et les appareils qui ne sont ni téléphone, ni lampe, ni radio.",
      "Essayer avec un autre câble et un autre téléphone.",
    ],
    source:
      "Une prise qui charge avec les 1,5\u00a0A de USB Battery Charging 1.2 prend 8,8\u00a0W avec un convertisseur de 85\u00a0%\u00a0; un interrupteur comme le TPS2553 limite un court-circuit à 1,7\u00a0A\u00a0: 10\u00a0W.",
  },
  "port-short": {
    meaning: "Une prise USB est en court-circuit et reste coupée\u00a0: aucun téléphone ne s’y charge.",
    raised:
      "Pendant {minimum_h} ou plus, au-delà de tous les essais du kit ({retries} fois, à {retry_min} d’écart), la prise donne {power_W} ou plus ou est coupée pour cela, et aucune mesure entre-temps ne la montre en marche.",
    cleared: "Elle charge de nouveau bien, ou reste en marche une journée sans rien charger.",
    causes: {
      "cable-broken": "la fiche ou le câble qui est dedans est abîmé",
      "contact-bent": "un contact de la prise est tordu",
      "water-or-dust": "il y a de l’eau ou de la poussière de métal dedans",
      "converter-broken": "son convertisseur est cassé",
    },
    checks: [
      "Tout débrancher. Regarder dans la prise avec une lumière\u00a0: contacts tordus, eau, saleté.",
      "La sécher et la nettoyer, kit éteint. Ne jamais y mettre de métal.",
      "Redémarrer le kit\u00a0: enlever son fusible F9 (0,5\u00a0A) dix secondes. Essayer avec un câble neuf et un téléphone.",
      "Si elle se coupe encore, remplacer la prise avec son convertisseur. Regarder son fusible (2\u00a0A)\u00a0: F6 pour la prise 1, F7 pour la prise 2.",
    ],
    source:
      "Une charge prend 8,8\u00a0W au plus\u00a0; un interrupteur comme le TPS2553 limite un court-circuit à 1,7\u00a0A\u00a0: 10\u00a0W.",
  },
};
