/**
 * The named values of the contract, in the order of their numbers on the wire. New names are
 * added at the end; a name is never renamed or moved.
 */
export const chargeStates = ["idle", "bulk", "absorption", "float"] as const;
export const lampConditions = ["ok", "open", "short"] as const;
export const resetCauses = ["power", "software", "watchdog", "brownout", "other"] as const;
export const outputs = ["lamp1", "lamp2", "lamp3", "usb1", "usb2", "radio"] as const;
export const offReasons = ["low-battery", "overload", "short", "hot", "command"] as const;
export const eventKinds = ["help", "command-refused", "flash-worn"] as const;
/** How far an attempt to connect came that did not end in an acknowledgement; "accepted": the broker let the kit in. */
export const connectionStages = ["no-hotspot", "hotspot", "joined", "resolved", "connected", "accepted"] as const;
export const commandNames = [
  "interval_s",
  "upload_s",
  "dataSaving",
  "disconnectShift_mV",
  "light",
  "lampTest",
  "restart",
] as const;
export const counterNames = [
  "charged_Wh",
  "discharged_Wh",
  "fullCharges",
  "deepDischarges",
  "usableCapacity_mAh",
  "resets",
] as const;

/** Why a report is refused: nothing of it is stored as readings, and its kit need not send it again. */
export const refusalReasons = [
  "undecodable",
  "unknown-version",
  "unknown-field",
  "identity-field",
  "invalid-field",
  "too-large",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
