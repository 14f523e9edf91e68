import { z } from "zod";
import { chargeStates, lampConditions, offReasons, outputs } from "./vocabulary";

/** An integer that fits a column of the wire. Whether it can be true is for `plausibility.ts`. */
const integer = z.int().min(-0x7ffffffe).max(0x7fffffff);
const measured = integer.nullish();

const lamp = z.strictObject({
  commanded_pct: measured.describe("Brightness the kit asks for, 0 = off"),
  current_mA: measured,
  condition: z.enum(lampConditions).nullish().describe("What the kit concludes from current against command"),
});

/**
 * One sample of a kit. What the kit cannot measure is absent or null, never invented.
 * Battery current is positive when charging.
 */
export const readingSchema = z
  .strictObject({
    sequence: z.int().min(0).max(0xffffffff).describe("Counts up by one per reading, unique within an incarnation"),
    time: z.iso.datetime({ offset: true }).optional().describe("When it was sampled, for senders with a clock"),
    uptime_s: z.int().min(0).max(0xffffffff).optional().describe("Seconds since boot, for kits without a clock"),
    battery: z
      .strictObject({
        voltage_mV: measured,
        current_mA: measured,
        temperature_degC: measured,
        stateOfCharge_pct: measured,
      })
      .nullish(),
    panel: z.strictObject({ voltage_mV: measured, current_mA: measured }).nullish(),
    lamps: z.array(lamp).max(3).nullish(),
    usb: z
      .array(z.strictObject({ current_mA: measured }))
      .max(2)
      .nullish(),
    radio: z.strictObject({ current_mA: measured, light_pct: measured }).nullish(),
    controller: z.strictObject({ temperature_degC: measured, chargeState: z.enum(chargeStates).nullish() }).nullish(),
    off: z
      .array(z.strictObject({ output: z.enum(outputs), reason: z.enum(offReasons) }))
      .max(outputs.length)
      .nullish()
      .describe("Outputs that the kit has switched off, and why"),
  })
  .refine((reading) => (reading.time === undefined) !== (reading.uptime_s === undefined), {
    error: "needs either time or uptime_s",
  });

export type Reading = z.infer<typeof readingSchema>;
