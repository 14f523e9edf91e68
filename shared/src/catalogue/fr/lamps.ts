import type { KindTexts } from "../language";

export const lamps: KindTexts<
  "lamp-open" | "lamp-short" | "lamp-dim" | "lamp-hardly-used" | "port-overload" | "port-short"
> = {
  "lamp-open": {
    meaning: "Une lampe est allumée mais aucun courant ne passe\u00a0: elle reste noire.",
    raised:
      "La lampe est allumée et prend moins de {open_mA}, dans {readings} mesures ou plus, à {minimum_h} d’écart au moins.",
    cleared: "Elle prend de nouveau du courant.",
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
      "Au plus faible, une lampe prend 20\u00a0mA et le capteur se trompe de 1\u00a0mA\u00a0: moins, ce n’est pas une lampe.",
  },
  "lamp-short": {
    meaning:
      "Une lampe ou son câble est en court-circuit. Le kit la coupe pour se protéger, et essaie encore quelques fois.",
    raised:
      "La lampe prend {short_mA} ou plus. Le kit essaie {retries} fois, toutes les {retry_min}, puis la laisse coupée.",
    cleared: "La lampe est allumée et prend ce que prend une lampe.",
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
      "Trois fois ce que prend une lampe de 2,3\u00a0W\u00a0; son interrupteur limite un court-circuit vers 1\u00a0A.",
  },
  "lamp-dim": {
    meaning: "Une lampe au plus fort prend beaucoup moins qu’avant, et éclaire d’autant moins.",
    raised:
      "Les {evenings} derniers soirs où elle a été allumée, sur {minimum_h} ou plus, la lampe au plus fort a pris moins de {share_pct} du plus qu’elle ait jamais pris.",
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
    meaning: "Une prise USB a été coupée plusieurs fois parce qu’on lui demandait trop. Elle remarche après un moment.",
    raised: "Le kit a coupé la prise à plus de {power_W}, {days} jours ou plus, et elle a marché entre-temps.",
    cleared: "Elle n’a pas été coupée pendant {clears_d}.",
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
    source: "USB Battery Charging 1.2 permet 1,5\u00a0A\u00a0: 7,5\u00a0W, ou 8,8\u00a0W avant le convertisseur.",
  },
  "port-short": {
    meaning: "Une prise USB est en court-circuit et reste coupée\u00a0: aucun téléphone ne s’y charge.",
    raised: "Le kit coupe la prise dès qu’il l’essaie\u00a0: {retries} fois, à {retry_min} d’écart.",
    cleared: "Elle donne de nouveau du courant sans être coupée.",
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
      "La limite de courant de l’interrupteur de la prise, vers 1,7\u00a0A\u00a0: 10\u00a0W. Le kit essaie de nouveau après dix minutes.",
  },
};
