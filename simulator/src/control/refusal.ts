/** Something that was asked for cannot be done. Its message says what to do instead. */
export class Refusal extends Error {
  override name = "Refusal";

  /** @param status as HTTP has it: 400 badly asked, 404 no such thing, 409 not as things are now */
  constructor(
    message: string,
    readonly status: 400 | 404 | 409 = 400,
  ) {
    super(message);
  }
}
