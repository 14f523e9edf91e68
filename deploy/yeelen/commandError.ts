/** A command that cannot do what was asked: a message that says what to do, and an exit status. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitStatus = 1,
  ) {
    super(message);
    this.name = "CommandError";
  }
}
