import type { KitView, ServiceStatus } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";

/** A kit, as `GET /api/v1/kits` tells it. */
export type Kit = KitView;

/** How the service itself is doing, as `GET /api/v1/status` tells it. */
export type Status = Omit<ServiceStatus, "instance">;

/** What the service said at one moment. An unchanged part stays the same object from answer to answer. */
export interface Answer {
  kits: readonly Kit[];
  faults: readonly Fault[];
  status: Status;
  /** How far the service's clock is ahead of this device's. */
  clockAhead_ms: number;
}

/** Why there is no answer. */
export type Failure =
  | { kind: "unreachable" }
  | { kind: "too-slow" }
  | { kind: "refused"; httpStatus: number }
  | { kind: "unreadable" };
