import * as battery from "./battery";
import * as controller from "./controller";
import * as flash from "./flash";
import type { HappeningKind } from "./kinds";
import * as lamps from "./lamps";
import * as link from "./link";
import * as panel from "./panel";
import * as people from "./people";
import { usbShort } from "./ports";
import type { KindProfile } from "./profile";
import * as sensors from "./sensors";
import { cloudyFortnight } from "./weather";

/** Every kind of happening: how it is drawn, and what it does. */
export const kindProfiles: Readonly<Record<HappeningKind, KindProfile>> = {
  "battery-worn": battery.batteryWorn,
  "battery-cell-dead": battery.batteryCellDead,
  "battery-disconnected": battery.batteryDisconnected,
  "panel-disconnected": panel.panelDisconnected,
  "panel-stolen": panel.panelStolen,
  "panel-shaded": panel.panelShaded,
  "panel-soiled": panel.panelSoiled,
  "panel-cracked": panel.panelCracked,
  "lamp-open": lamps.lampOpen,
  "lamp-short": lamps.lampShort,
  "lamp-dim": lamps.lampDim,
  "usb-short": usbShort,
  "controller-hot": controller.controllerHot,
  "controller-resetting": controller.controllerResetting,
  "sensor-stuck": sensors.sensorStuck,
  "sensor-offset": sensors.sensorOffset,
  "flash-worn": flash.flashWorn,
  "flash-erased": flash.flashErased,
  "board-swapped": flash.boardSwapped,
  "cloudy-fortnight": cloudyFortnight,
  "family-away": people.familyAway,
  "market-day": people.marketDay,
  "lamp-unused": lamps.lampUnused,
  "radio-always-on": people.radioAlwaysOn,
  overuse: people.overuse,
  "phone-away": link.phoneAway,
  "phone-replaced": link.phoneReplaced,
  "credit-out": link.creditOut,
  "site-offline": link.siteOffline,
  "link-lossy": link.linkLossy,
  "link-half-open": link.linkHalfOpen,
};
