/** What a connection publishes, message by message, and how it knows that it was taken. */
export interface LoadContent {
  /** The topic that a kit publishes to. */
  topic: (kit: string) => string;
  /** What one message holds at most. */
  readonly largest_bytes: number;
  /** Readings in a message. */
  readonly readings: number;
  /** How many messages a kit has; its numbers end there. */
  readonly messages: number;
  /**
   * Writes message `n` (0, 1, 2 …) of a kit into a buffer, from `at` on.
   *
   * @param kit its number; kits differ in what they send
   * @returns how many bytes were written
   */
  write: (buffer: Buffer, at: number, kit: number, n: number) => number;
  /** How many readings of message `n` an acknowledgement [from, to) takes; -1 where it is not one of that message. */
  accepted: (bytes: Buffer, from: number, to: number, n: number) => number;
}
