/** Why bytes are not a report that this version can read. */
export class WireError extends Error {
  constructor(
    readonly code: "undecodable" | "unknown-version",
    message: string,
  ) {
    super(message);
    this.name = "WireError";
  }
}
