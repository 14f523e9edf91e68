import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** Now, by the service's clock, and whether what is shown is of now. */
export interface Moment {
  now_ms: number;
  isFresh: boolean;
}

export const MomentContext = createContext<Moment>({ now_ms: 0, isFresh: false });

export function useMoment(): Moment {
  return useContext(MomentContext);
}
