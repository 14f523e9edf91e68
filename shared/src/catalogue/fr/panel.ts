import type { KindTexts } from "../language";

export const panel: KindTexts<"panel-no-output" | "panel-soiled" | "panel-shaded" | "panel-degraded" | "site-dim"> = {
  "panel-no-output": {
    meaning:
      "En plein jour, rien ne vient du panneau, alors que ceux des voisins marchent. La batterie sera bientôt vide.",
    raised:
      "De jour, le panneau montre moins de {dark_V} dans {readings} mesures ou plus, à {hours} heures d’une journée, et dans {share_pct} ou plus des mesures du jour. Il fait jour quand trois panneaux du site sur quatre ont de la tension (au moins {kits} kits), ou aux heures où ce kit en avait toujours depuis {known_d}.",
    cleared: "{lit} mesures de jour, toutes avec de la tension.",
    causes: {
      unplugged: "la fiche est débranchée ou rouillée",
      stolen: "le panneau a été volé ou sert à autre chose",
      "fuse-blown": "le fusible du panneau a sauté",
      "cable-cut": "le câble est coupé ou déchiré",
      "charger-broken": "le régulateur de charge ne prend plus rien du panneau",
      "panel-broken": "le panneau est cassé",
    },
    checks: [
      "Le panneau est-il là, tourné vers le soleil\u00a0?",
      "Tirer la fiche et regarder dedans\u00a0: nettoyer les contacts verts ou noirs à la toile émeri. La rebrancher jusqu’au clic.",
      "Suivre le câble à la main, du panneau au kit\u00a0: chercher coupures, morsures et brûlures.",
      "Regarder le fusible F1 (5\u00a0A).",
      "Au soleil, mesurer au bout débranché\u00a0: 15\u00a0V ou plus, le panneau est bon et le régulateur de charge est en cause. Près de 0\u00a0V\u00a0: mesurer au panneau lui-même, puis remplacer le câble ou le panneau.",
      "S’il a été volé, demander au point focal ce que décide la communauté avant d’en apporter un autre.",
    ],
    source:
      "Un panneau de 36 cellules débranché a 15\u00a0V même sous d’épais nuages (IEC 62257-9-5\u00a0; la tension baisse peu avec la lumière). Un chiffon posé un moment, c’est une mesure ou deux.",
  },
  "panel-soiled": {
    meaning:
      "Ce panneau seul perd de la lumière, à toute heure, plus que la poussière n’en prend aux voisins. Il faut le nettoyer.",
    raised:
      "Pendant {days} jours de suite, il perd {daily_pct} ou plus de la lumière, et {lost_pct} en moyenne, par rapport à ses meilleurs des derniers {window_d} et au-delà de ce qu’ont perdu les voisins qui ont le plus baissé. Pendant {narrow_d} si l’on voit si peu d’heures que ce peut être une ombre. Avec moins de {kits} kits sur le site, rien n’est dit.",
    cleared:
      "{wellDays} jours où il perd moins de la moitié de la plus grande perte, ou moins de {clears_pct}\u00a0: le plus souvent après un nettoyage ou une pluie.",
    causes: {
      dust: "la poussière\u00a0: une route, un champ ou un atelier tout près",
      "birds-or-smoke": "des fientes d’oiseaux, ou la suie d’un feu",
      mud: "de la boue après la pluie",
      damaged: "ce n’est pas de la saleté mais un dommage, si le nettoyage ne change rien",
    },
    checks: [
      "Regarder le panneau par-dessus\u00a0: poussière, fientes, suie, feuilles.",
      "Le nettoyer tôt le matin, tant qu’il est frais, avec de l’eau et un chiffon doux, sans savon ni sable. Ne pas marcher dessus.",
      "Montrer à quelqu’un du ménage comment faire\u00a0: toutes les trois semaines en saison sèche.",
      "Regarder le verre mouillé\u00a0: des fissures ou des taches brunes montrent un dommage.",
    ],
    source:
      "La poussière prend environ un quart de pour cent par jour en saison sèche (Kita, doi 10.4236/oalib.1114260\u00a0; Dakar, doi 10.4236/sgre.2020.117007)\u00a0; un sixième de la lumière vaut un déplacement. Un nettoyage toutes les trois semaines\u00a0: Diass (Sénégal).",
  },
  "panel-shaded": {
    meaning: "À certaines heures, quelque chose cache le soleil au panneau. Aux autres heures, il marche bien.",
    raised:
      "Aux mêmes heures de la journée ({window_h} au plus), il lui manque {lost_pct} de la lumière des autres heures, à côté des panneaux voisins, pendant {days} jours de suite ou plus. Ou {atOnce_pct} en un seul jour, après un jour où tout allait bien. Avec moins de {kits} kits sur le site, rien n’est dit.",
    cleared:
      "{wellDays} jours où il manque moins de la moitié de cela. Ou l’on n’en voit rien pendant {unseen_d}\u00a0: la batterie est pleine sans ces heures.",
    causes: {
      tree: "un arbre ou un buisson a poussé",
      building: "un mur, un toit ou un abri a été construit",
      things: "du linge, une bâche ou des marchandises sont devant",
      "panel-moved": "le panneau a été déplacé ou tourné, ou a glissé",
    },
    checks: [
      "La page montre à quelles heures il manque de soleil\u00a0: être là à ce moment, ou voir où est le soleil à cette heure.",
      "Enlever ce qui peut l’être. Demander avant de couper une branche.",
      "Si l’obstacle doit rester, déplacer le panneau vers un endroit au soleil de neuf heures à seize heures.",
      "Est-il tourné vers le sud, un peu penché, et bien fixé\u00a0?",
    ],
    source:
      "Une ombre vient à ses heures\u00a0; la saleté prend de la lumière à toute heure. À l’ombre d’un mur, il reste un sixième de la lumière par ciel clair (Erbs, Klein et Duffie 1982).",
  },
  "panel-degraded": {
    meaning:
      "Le panneau lui-même est abîmé\u00a0: il donne moins à toute heure, et ni la pluie ni le nettoyage n’y changent rien.",
    raised:
      "À côté des voisins, il a perdu {voltage_pct} de sa tension, dans {readings} mesures de bonne lumière, et {current_pct} de son courant. Ou, si la batterie est toujours pleine, {open_pct} de sa tension à vide, pendant {days} jours. Ou, si le régulateur cache la tension (PWM), {light_pct} de la lumière, perdus en un jour et pareils depuis. Avec moins de {kits} kits sur le site\u00a0: pendant {lone_d} de suite, son plus fort courant reste sous {lone_pct} de celui d’habitude, sur {past_d}. Les deux derniers cas sont mineurs\u00a0: ils sont moins sûrs.",
    cleared:
      "{days} jours où il reste moins de la moitié de la perte. Jugé par son propre passé\u00a0: {back_pct} du courant d’habitude, {days} jours.",
    causes: {
      cracked: "le verre ou les cellules sont fissurés\u00a0: pierre, grêle ou chute",
      "cells-dead": "une partie de ses cellules est morte",
      "contact-bad": "une fiche ou un joint fait mauvais contact et chauffe",
      "dirt-hard": "c’est quand même de la saleté, dure",
    },
    checks: [
      "Nettoyer d’abord le panneau.",
      "Regarder le verre, le cadre et le dos\u00a0: fissures, brûlures, taches brunes ou blanches, eau à l’intérieur.",
      "Toucher la fiche et la boîte au dos\u00a0: si elle est chaude, elle fait mauvais contact. La nettoyer ou la remplacer.",
      "À midi, mesurer la tension du panneau débranché. Plusieurs volts de moins que celui du voisin\u00a0: des cellules sont mortes.",
      "Remplacer le panneau et emporter l’ancien\u00a0: son verre coupe.",
    ],
    source:
      "Une cellule sur 36 en série, c’est 2,8\u00a0% de la tension, alors que la moitié de la lumière n’en prend que 3\u00a0%. L’harmattan prend 20 à 30\u00a0% de la lumière pendant des semaines\u00a0: un panneau seul doit avoir perdu plus.",
  },
  "site-dim": {
    meaning:
      "Tous les panneaux du site donnent peu\u00a0: c’est le temps, ou la poussière sur tous. Aucun kit n’est en cause.",
    raised:
      "{days} jours sur {of}, les panneaux du site ont reçu ensemble moins de {share_pct} de la lumière d’un jour clair de la saison, et jamais plus de {most_pct} (au moins {kits} kits). Cela est montré une seule fois, sur un kit du site.",
    cleared: "{wellDays} jours au-dessus de {share_pct}.",
    causes: {
      clouds: "des nuages, ou des jours de pluie",
      "dust-in-the-air": "de la poussière dans l’air\u00a0: l’harmattan",
      "dust-on-panels": "de la poussière sur tous les panneaux, après des semaines sans pluie",
    },
    checks: [
      "Demander au point focal comment est le ciel.",
      "Si le ciel est clair, les panneaux sont sales\u00a0: demander au point focal de les faire tous nettoyer.",
      "Dire aux ménages que la lumière sera courte quelques jours\u00a0: moins de téléphones, lampes moins fortes.",
    ],
    source:
      "Sous un ciel couvert, il reste un tiers de la lumière d’un jour clair\u00a0; une batterie suffit pour deux ou trois jours pareils. Kita (Mali)\u00a0: le plus de poussière de décembre à mai, le moins de juin à septembre (doi 10.4236/oalib.1114260).",
  },
};
