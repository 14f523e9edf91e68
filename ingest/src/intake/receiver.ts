import type { KitRecord } from "../journal/kits";

/** In which form a report came, and its acknowledgement goes back. */
export type Form = "binary" | "json";

/**
 * Told once what became of a message: the bytes of its acknowledgement once what it acknowledges is
 * on the disk, or an error where it could not be committed. Then the sender is not answered, and sends again.
 */
export type Answered = (error: Error | null, acknowledgement: Buffer | null) => void;

/** Where the ways in (the own broker, a foreign one) hand over what kits send. */
export interface Receiver {
  /** Takes one message. `bytes` must not change until it is answered. */
  take(kit: KitRecord, form: Form, bytes: Buffer, answered: Answered): void;
  /** Keeps the beginning of a message that was too large to be taken. */
  tooLarge(kit: string, beginning: Buffer, size_bytes: number): void;
}
