import { useEffect, useState } from "preact/hooks";
import { createAsk } from "./ask";
import { Poller, type ServiceState } from "./poller";

/** The state of the service, kept current while somebody looks; and a way to ask at once. */
export function useService(): [ServiceState | undefined, () => void] {
  const [state, setState] = useState<ServiceState>();
  const [poller] = useState(() => new Poller(createAsk(), setState));

  useEffect(() => {
    const followVisibility = () => (document.hidden ? poller.stop() : poller.start());
    const askNow = () => !document.hidden && poller.start();
    followVisibility();
    document.addEventListener("visibilitychange", followVisibility);
    window.addEventListener("online", askNow);
    return () => {
      document.removeEventListener("visibilitychange", followVisibility);
      window.removeEventListener("online", askNow);
      poller.stop();
    };
  }, [poller]);

  return [state, () => poller.start()];
}
