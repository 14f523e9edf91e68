/** A key as words: `lastPanelVoltage` and `last-panel_voltage` are "last panel voltage". */
export function readable(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[-_]+/g, " ")
    .trim()
    .toLowerCase();
}
