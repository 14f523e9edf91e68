/** Every topic of the system. `kit` is a kit id as `isKitId` takes it. */
export const topics = {
  /** Kit → server: a report in the binary form. */
  report: (kit: string) => `kits/${kit}/report`,
  /** Kit → server: a report in the JSON form. */
  reportJson: (kit: string) => `kits/${kit}/report/json`,
  /** Server → kit: the acknowledgement, in the form of the report it answers. */
  ack: (kit: string) => `kits/${kit}/ack`,
};

/** Whether `text` can be a kit id: 3 to 32 letters, digits and hyphens, so that it is safe in a topic and a file name. */
export function isKitId(text: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9-]{1,30})[A-Za-z0-9]$/.test(text);
}

/** The largest report that a server takes, in bytes of MQTT payload. */
export const REPORT_LIMIT_bytes = 16 * 1024;
