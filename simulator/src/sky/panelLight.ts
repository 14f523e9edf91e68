import { PANEL_TILT_deg, type SunDay } from "./sunDay";

/** What the ground throws back. Chosen between 0.2, usual for vegetation, and 0.4 for pale sand. */
const ALBEDO = 0.3;

/**
 * Share of diffuse light, by the clearness of the moment: Erbs, Klein and Duffie 1982, Solar Energy 28, 293-302.
 * Dust makes more of the Sahel's light diffuse than this; on a flat tilt that changes the sum by little.
 */
export function diffuseShare(clearness: number): number {
  if (clearness <= 0.22) return 1 - 0.09 * clearness;
  if (clearness > 0.8) return 0.165;
  return 0.9511 + clearness * (-0.1604 + clearness * (4.388 + clearness * (-16.638 + clearness * 12.336)));
}

/**
 * Light on the panel from light on a level plane: the beam by the angle of the sun, the diffuse part from the share
 * of the sky that the panel sees, all of it alike (Liu and Jordan 1963, Solar Energy 7, 53-74).
 * @param panel_W_per_m2 receives 1,440 minutes
 */
export function lightOnPanel(panel_W_per_m2: Float32Array, level_W_per_m2: Float64Array, sun: SunDay): void {
  const cosTilt = Math.cos((PANEL_TILT_deg * Math.PI) / 180);
  const seesSky = (1 + cosTilt) / 2;
  const seesGround = ((1 - cosTilt) / 2) * ALBEDO;
  panel_W_per_m2.fill(0);
  for (let minute = sun.rise_min; minute < sun.set_min; minute++) {
    const level = level_W_per_m2[minute] ?? 0;
    // below four degrees the quotients say nothing
    const sine = Math.max(0.065, sun.sineOfAltitude[minute] ?? 0);
    const diffuse = level * diffuseShare(level / (sun.extraterrestrial_W_per_m2 * sine));
    const beam = ((level - diffuse) / sine) * (sun.cosineOnPanel[minute] ?? 0);
    panel_W_per_m2[minute] = beam + diffuse * seesSky + level * seesGround;
  }
}
