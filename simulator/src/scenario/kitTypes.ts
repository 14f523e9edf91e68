import { z } from "zod";
import { batteryNames, type KitType } from "../power/kitType";

const power_W = z.number().nonnegative();

/**
 * A type of kit, as a scenario writes it; every figure that it leaves out is that of the kit most
 * households have: a 20 W panel and about 90 Wh of LiFePO4, chosen so that a household's evening and night
 * take about a quarter of the battery. The controller's radio: an ESP32 takes 95 to 100 mA at 3.3 V while
 * it listens and up to 240 mA while it sends (its data sheet, RF power consumption).
 */
export const kitTypeSchema = z.strictObject({
  share: z.number().positive().default(1).describe("Weight of this type among all types"),
  panel_Wp: z.number().positive().default(20).describe("Peak power of the panel"),
  battery: z.enum(batteryNames).default("lifepo4-4s").describe("Chemistry and cells in series"),
  battery_Ah: z.number().positive().default(7).describe("Nominal capacity"),
  controller: z.enum(["mppt", "pwm"]).default("mppt").describe("How the controller takes power from the panel"),
  lamp_W: power_W.default(2.3).describe("Power of each lamp at full brightness"),
  usb_W: power_W.default(5).describe("Power of a phone on a USB port: 5 V at 1 A"),
  radio_W: power_W.default(1.2).describe("Power of the radio"),
  radioLight_W: power_W.default(0.5).describe("Power of the radio's light"),
  idle_W: power_W.default(0.15).describe("Power of the controller by itself, its radio off"),
  uplink_W: power_W.default(0.4).describe("Power of the controller's radio while it is connected"),
} satisfies Record<keyof KitType | "share", z.ZodType>);
