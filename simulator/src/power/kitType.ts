/** Chemistry and cells in series; the names under which the service registers a kit's battery. */
export const batteryNames = ["lifepo4-4s", "lead-acid-6s"] as const;
export type BatteryName = (typeof batteryNames)[number];

/** What a kit consists of. A scenario names it; figures that it leaves out are those of `scenario/kitTypes.ts`. */
export interface KitType {
  /** Peak power of the panel under standard test conditions. */
  panel_Wp: number;
  battery: BatteryName;
  /** Nominal capacity. */
  battery_Ah: number;
  /** An MPPT controller trades voltage for current; a PWM controller connects the panel to the battery. */
  controller: "mppt" | "pwm";
  /** Power of each lamp at full brightness. */
  lamp_W: number;
  /** Power of a phone on a USB port. */
  usb_W: number;
  radio_W: number;
  radioLight_W: number;
  /** Power of the controller by itself, its radio off, and on top of it while its radio is on. */
  idle_W: number;
  uplink_W: number;
}
