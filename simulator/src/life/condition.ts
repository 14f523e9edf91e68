/**
 * What is not as it should be with a kit at this moment. Happenings write it; the power system, the
 * sensors, the board, the household and the link read it. Shares run from 0 to 1.
 */
export interface Condition {
  /** Share of the minutes in which the panel's plug makes contact: 0 = unplugged or stolen. */
  panelContact: number;
  /** Share of its current that a cracked or aged panel still gives. */
  panelOutput: number;
  /** Share of its voltage that a cracked panel still gives: bypassed cells are missing. */
  panelVoltage: number;
  /** Share of light that dirt of this panel alone keeps off, on top of what the season leaves on all panels. */
  panelDirt: number;
  /** Share of light that something newly built or grown keeps off between two minutes of the day. */
  shade: number;
  shadeFrom_min: number;
  shadeUntil_min: number;

  batteryContact: boolean;
  /** Share of its capacity that the battery has lost beyond its age, and factor on its resistance. */
  batteryCapacityLost: number;
  batteryResistance: number;
  batteryDeadCells: number;

  /** Bit 0, 1, 2: lamp 1, 2, 3. */
  lampOpen: number;
  lampShort: number;
  /** Share of its light and current that each lamp has lost. */
  lampDim: [number, number, number];
  /** Bit 0, 1: USB port 1, 2. */
  usbShort: number;

  /** How much warmer than it should be the controller gets. */
  controllerHeat_K: number;
  controllerResetsPerDay: number;
  /** Flash takes no more writes. */
  flashWorn: boolean;

  /** Sensors that always show what they showed when they stuck, by column of the wire. */
  stuckColumns: number[];
  /** Sensors that show too much (or too little), by column: pairs [column, offset in the unit of the column]. */
  offsets: [column: number, offset: number][];

  phoneAway: boolean;
  creditOut: boolean;
  siteOffline: boolean;
  /** Share of messages that get lost beyond the usual. */
  loss: number;
  /** Connections open, and nothing comes through. */
  halfOpen: boolean;

  familyAway: boolean;
  marketDay: boolean;
  /** Bit 0, 1, 2: lamp 1, 2, 3 is never switched on. */
  lampUnused: number;
  radioAlwaysOn: boolean;
  /** How much more than usual the household uses, 0 to 1. */
  overuse: number;
}

/** Nothing is wrong. */
export function soundCondition(): Condition {
  return {
    panelContact: 1,
    panelOutput: 1,
    panelVoltage: 1,
    panelDirt: 0,
    shade: 0,
    shadeFrom_min: 0,
    shadeUntil_min: 0,
    batteryContact: true,
    batteryCapacityLost: 0,
    batteryResistance: 1,
    batteryDeadCells: 0,
    lampOpen: 0,
    lampShort: 0,
    lampDim: [0, 0, 0],
    usbShort: 0,
    controllerHeat_K: 0,
    controllerResetsPerDay: 0,
    flashWorn: false,
    stuckColumns: [],
    offsets: [],
    phoneAway: false,
    creditOut: false,
    siteOffline: false,
    loss: 0,
    halfOpen: false,
    familyAway: false,
    marketDay: false,
    lampUnused: 0,
    radioAlwaysOn: false,
    overuse: 0,
  };
}
