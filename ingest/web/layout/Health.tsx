import type { ComponentChildren } from "preact";
import type { Status } from "../service/answers";
import { named, useText } from "../text/text";

/** A clock may be this far off before it is worth a word. */
const CLOCK_TOLERANCE_ms = 60_000;

interface HealthProps {
  status: Status;
  clockAhead_ms: number;
}

/** How the service itself is doing. */
export function Health({ status, clockAhead_ms }: HealthProps) {
  const { words, format } = useText();
  const { health } = words;
  const { mqtt, intake } = status;
  const reasons = Object.entries(sum(intake.refused, status.refused)).filter(([, count]) => count > 0);
  const refused = reasons.map(([reason, count]) => `${named(health.reasons, reason)} (${format.number(count)})`);
  return (
    <footer>
      <h2>{health.heading}</h2>
      <dl>
        <Line name={health.connections}>{health.connectionsNow(mqtt.connections, mqtt.port)}</Line>
        <Line name={health.journal}>
          <JournalState error={status.journal.error} />
        </Line>
        <Line name={health.influx}>
          <InfluxState state={status.export} />
        </Line>
        <Line name={health.startedAt}>
          <time dateTime={status.startedAt}>{format.instant(status.startedAt)}</time>
        </Line>
        <Line name={health.received}>{health.receivedCounts(intake.reports, intake.readings)}</Line>
        <Line name={health.repeated}>{format.number(intake.repeated)}</Line>
        <Line name={health.quarantined}>{format.number(intake.quarantined)}</Line>
        <Line name={health.refused}>{refused.join(", ") || format.number(0)}</Line>
      </dl>
      {Math.abs(clockAhead_ms) > CLOCK_TOLERANCE_ms && (
        <p>{health.clock(format.span(Math.abs(clockAhead_ms) / 3600_000))}</p>
      )}
      <p>{health.version(status.version)}</p>
    </footer>
  );
}

function Line({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function JournalState({ error }: { error: string | null }) {
  const { words } = useText();
  const { health } = words;
  if (error === null) return <span class="state ok">✓ {health.ok}</span>;
  return (
    <>
      <span class="state trouble">✕ {health.trouble}</span> {health.journalError} <code>{error}</code>
    </>
  );
}

function InfluxState({ state }: { state: Status["export"] }) {
  const { words } = useText();
  const { health } = words;
  if (!state) return <>{health.influxNone}</>;
  if (state.error === null) {
    return (
      <>
        <span class="state ok">✓ {health.ok}</span> {health.influxPoints(state.points)}
      </>
    );
  }
  return (
    <>
      <span class="state trouble">✕ {health.trouble}</span> {health.influxError} <code>{state.error}</code>
    </>
  );
}

/** What reports and what connections were refused for; both may know a reason, such as "too-large". */
function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const both = { ...a };
  for (const [reason, count] of Object.entries(b)) both[reason] = (both[reason] ?? 0) + count;
  return both;
}
