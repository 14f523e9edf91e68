import type { KindTexts } from "../language";

export const panel: KindTexts<"panel-no-output" | "panel-soiled" | "panel-shaded" | "panel-degraded" | "site-dim"> = {
  "panel-no-output": {
    meaning:
      "En plein jour, rien ne vient du panneau, alors que ceux des voisins marchent. La batterie sera bientôt vide.",
    raised:
      "Pendant {minimum_h} de jour, le panneau donne moins de {share_pct} de ce que donnent au même moment ceux des voisins (au moins {neighbours}).",
    cleared: "Il donne {clears_pct} ou plus de ce que donnent ceux des voisins.",
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
      "Au soleil, mesurer au bout débranché\u00a0: 17\u00a0V ou plus, le panneau est bon et le régulateur de charge est en cause. Près de 0\u00a0V\u00a0: mesurer au panneau lui-même, puis remplacer le câble ou le panneau.",
      "S’il a été volé, demander au point focal ce que décide la communauté avant d’en apporter un autre.",
    ],
    source:
      "Comparé aux kits du même site, le même jour. Un panneau de 36 cellules a 17\u00a0V ou plus dès qu’il fait jour.",
  },
  "panel-soiled": {
    meaning:
      "Le panneau donne de moins en moins, à toute heure, alors que ceux des voisins ne baissent pas. Il faut le nettoyer.",
    raised:
      "Depuis {minimum_h} ou plus, le panneau donne moins de {share_pct} de ce qu’il devrait à côté de ceux des voisins (au moins {neighbours}), et la perte a grandi en quelques jours ou semaines.",
    cleared: "Il donne de nouveau {clears_pct} ou plus, le plus souvent le lendemain d’un nettoyage ou d’une pluie.",
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
      "Diass (Sénégal)\u00a0: un nettoyage toutes les 3 semaines en saison sèche. Dakar\u00a0: une couche de 1,6\u00a0g/m² laisse passer 79\u00a0% de la lumière (doi 10.4236/sgre.2020.117007).",
  },
  "panel-shaded": {
    meaning: "À certaines heures, quelque chose cache le soleil au panneau. Aux autres heures, il marche bien.",
    raised:
      "Depuis {minimum_h} ou plus, aux mêmes heures, le panneau donne moins de {share_pct} de ce que donnent ceux des voisins (au moins {neighbours}), et autant qu’eux aux autres heures.",
    cleared: "À ces heures, il donne de nouveau {clears_pct} ou plus.",
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
      "Comparé heure par heure aux kits du même site. Une seule cellule à l’ombre peut coûter un tiers du panneau (IEC 61215, point chaud).",
  },
  "panel-degraded": {
    meaning:
      "Le panneau lui-même est abîmé\u00a0: il donne moins à toute heure, et ni la pluie ni le nettoyage n’y changent rien.",
    raised:
      "Depuis {minimum_h} ou plus, le panneau donne moins de {share_pct} de ce qu’il devrait à côté de ceux des voisins (au moins {neighbours}), à toute heure, après une chute soudaine ou avec moins de tension qu’avant.",
    cleared: "Il donne de nouveau {clears_pct} ou plus, le plus souvent parce qu’il a été remplacé.",
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
      "Les fabricants garantissent 80\u00a0% de la puissance pendant 20 ans et plus\u00a0; fissures et cellules mortes se voient à la tension (IEC 61215).",
  },
  "site-dim": {
    meaning:
      "Tous les panneaux du site donnent peu\u00a0: c’est le temps, ou la poussière sur tous. Aucun kit n’est en cause.",
    raised:
      "Depuis {minimum_h} ou plus, les panneaux du site donnent ensemble moins de {share_pct} de ce qu’ils donnaient les semaines d’avant (au moins {kits} kits).",
    cleared: "Ils donnent de nouveau {clears_pct} ou plus.",
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
      "Kita (Mali)\u00a0: le plus de poussière de décembre à mai, le moins de juin à septembre (doi 10.4236/oalib.1114260).",
  },
};
