import type { Condition } from "../life/condition";
import { LAMP_LEVELS_pct, lampLevel, RADIO_BIT, RADIO_LIGHT_BIT, USB_BITS, type Demand } from "../people/demand";
import type { KitType } from "./kitType";

/** Bits of `off`, in the order of `outputs`: lamps 0 to 2, USB ports 3 and 4, radio 5. */
const FIRST_USB_OUTPUT = 3;
const RADIO_OFF = 1 << 5;

/** Share of a lamp's full power that its driver takes by itself. Chosen within what drivers say (PT4115: up to 97 % efficient). */
const DRIVER_SHARE = 0.04;
/** Of the 12 V, how much a step-down converter gets to a USB port: about 85 % for usual modules from 9 to 18 V to 5 V. */
const USB_EFFICIENCY = 0.85;
/** A shorted lamp output is held at this. Chosen: four times a lamp, with a hot-swap switch such as TPS2420 (3 to 20 V, adjustable). */
const LAMP_LIMIT_A = 1;
/** A shorted USB port is held at the highest limit of a TPS2553 (1.7 A typical); its converter goes on giving 5 V. */
const USB_LIMIT_W = 5 * 1.7;

/** What the outputs of a kit draw in a step. */
export class Loads {
  /** Of each lamp, each USB port and the radio with its light, at the bus, converters included. */
  readonly lamp_W = new Float64Array(3);
  readonly usb_W = new Float64Array(2);
  radio_W = 0;
  total_W = 0;
  /** Of the total, what the converters of the USB ports lose. */
  conversion_W = 0;
  radioLight_pct = 0;
  /** What the switches ask for, 0 where the kit has switched off. */
  readonly lampCommanded_pct = new Float64Array(3);

  constructor(
    private readonly type: KitType,
    private readonly lampTolerance: readonly number[],
    private readonly condition: Condition,
  ) {}

  /** @param bus_V the voltage by which a limited current turns into a power */
  demand(demand: Demand, off: number, bus_V: number): void {
    const { type, condition, lamp_W, usb_W, lampCommanded_pct } = this;
    let total_W = 0;
    for (let lamp = 0; lamp < 3; lamp++) {
      const bit = 1 << lamp;
      const level = (off & bit) === 0 ? lampLevel(demand, lamp) : 0;
      const commanded_pct = LAMP_LEVELS_pct[level] as number;
      lampCommanded_pct[lamp] = commanded_pct;
      let power_W = 0;
      if (level > 0) {
        if ((condition.lampShort & bit) !== 0) power_W = LAMP_LIMIT_A * bus_V;
        else if ((condition.lampOpen & bit) === 0) {
          const light = (commanded_pct / 100) * (1 - (condition.lampDim[lamp] as number));
          power_W = type.lamp_W * (this.lampTolerance[lamp] as number) * (DRIVER_SHARE + (1 - DRIVER_SHARE) * light);
        }
      }
      lamp_W[lamp] = power_W;
      total_W += power_W;
    }
    let usbTotal_W = 0;
    for (let port = 0; port < 2; port++) {
      let power_W = 0;
      if ((off & (1 << (FIRST_USB_OUTPUT + port))) === 0) {
        if ((condition.usbShort & (1 << port)) !== 0) power_W = USB_LIMIT_W / USB_EFFICIENCY;
        else if ((demand & (USB_BITS[port] as number)) !== 0) power_W = type.usb_W / USB_EFFICIENCY;
      }
      usb_W[port] = power_W;
      usbTotal_W += power_W;
    }
    const isRadioOn = (off & RADIO_OFF) === 0;
    const isLit = isRadioOn && (demand & RADIO_LIGHT_BIT) !== 0;
    this.radioLight_pct = isLit ? 100 : 0;
    this.radio_W = (isRadioOn && (demand & RADIO_BIT) !== 0 ? type.radio_W : 0) + (isLit ? type.radioLight_W : 0);
    this.conversion_W = usbTotal_W * (1 - USB_EFFICIENCY);
    this.total_W = total_W + usbTotal_W + this.radio_W;
  }

  /** Nothing has power. */
  silence(): void {
    this.lamp_W.fill(0);
    this.usb_W.fill(0);
    this.lampCommanded_pct.fill(0);
    this.radio_W = 0;
    this.total_W = 0;
    this.conversion_W = 0;
    this.radioLight_pct = 0;
  }
}
