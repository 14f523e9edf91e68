import type { CommandName, CommandValues } from "@yeelen/shared/answers";
import type { Fault, FaultPart } from "@yeelen/shared/faults";
import { type Bounds, boundsOf, isWithin } from "./commandBounds";
import { LIGHT_RECEIVED } from "./journal/commands";
import type { Mark, ToldBy } from "./journal/faultMarks";
import type { Journal } from "./journal/journal";
import type { KitRecord } from "./journal/kits";

/** A request that cannot be met: a sentence that says why, and the HTTP status that goes with it. */
export class RequestRefused extends Error {
  override name = "RequestRefused";

  constructor(
    message: string,
    readonly statusCode: 400 | 404 | 409,
  ) {
    super(message);
  }
}

/** What people ask for, be it on the page, over HTTP, or at the command line with the service running or not. */
export class Requests {
  constructor(
    private readonly journal: Journal,
    private readonly now: () => number,
  ) {}

  /**
   * Wants something of a kit; it is told with the acknowledgement of its next report.
   *
   * @returns the revision under which the kit will confirm it
   * @throws RequestRefused where there is no such kit, or a value is out of bounds
   */
  configure(code: string, values: CommandValues): number {
    const kit = this.kit(code);
    checkValues(values);
    return this.journal.transaction(() => this.journal.commands.want(kit.id, values, this.now()));
  }

  /** @throws RequestRefused where there is no such kit */
  move(code: string, site: string): void {
    this.journal.kits.move(this.kit(code).id, site);
  }

  /**
   * Answers the open calls for help of a kit: it is to show the light "your message was received".
   *
   * @returns the revision under which the kit will confirm it
   * @throws RequestRefused where there is no such kit, or it does not call for help
   */
  answerHelp(code: string): number {
    const kit = this.callingKit(code);
    return this.journal.transaction(() => {
      const revision = this.journal.commands.want(kit.id, { light: LIGHT_RECEIVED }, this.now());
      this.journal.events.answer(kit.id, revision, this.now());
      return revision;
    });
  }

  /**
   * Closes the calls for help of a kit by hand, answered or not.
   *
   * @returns how many calls there were
   * @throws RequestRefused where there is no such kit, or it does not call for help
   */
  closeHelp(code: string): number {
    return this.journal.events.close(this.callingKit(code).id, this.now());
  }

  /**
   * Somebody says something of an open fault.
   *
   * @param until_ms for `snoozed`: until when, Unix time in ms
   * @throws RequestRefused where there is no such kit, the fault is not open, or it is to be snoozed until a time that is over
   */
  markFault(faults: readonly Fault[], of: Pick<Fault, "kit" | "kind" | "part">, mark: Mark, until_ms?: number): void {
    const { id } = this.kit(of.kit);
    const fault = faults.find(({ kit, kind, part }) => kit === of.kit && kind === of.kind && part === of.part);
    if (!fault) throw new RequestRefused(`kit ${of.kit} has no open fault ${of.kind} on ${of.part}`, 409);
    if (mark === "snoozed" && !(until_ms !== undefined && until_ms > this.now())) {
      throw new RequestRefused("snooze until a time to come", 400);
    }
    this.journal.marks.add({
      kit: id,
      kind: of.kind,
      part: of.part,
      mark,
      since_ms: Date.parse(fault.since),
      marked_ms: this.now(),
      until_ms: until_ms ?? null,
    });
  }

  /** Somebody told of a fault. @throws RequestRefused where there is no such kit */
  reportFault(code: string, part: FaultPart, by: ToldBy): void {
    this.journal.marks.report(this.kit(code).id, part, by, this.now());
  }

  /** Closes what was told of a part. @throws RequestRefused where there is no such kit, or nothing was told */
  closeReport(code: string, part: FaultPart): void {
    if (this.journal.marks.closeReports(this.kit(code).id, part, this.now()) === 0) {
      throw new RequestRefused(`nobody told of ${part} of kit ${code}`, 409);
    }
  }

  private kit(code: string): KitRecord {
    const kit = this.journal.kits.find(code);
    if (!kit) throw new RequestRefused(`no kit ${code} is registered`, 404);
    return kit;
  }

  private callingKit(code: string): KitRecord {
    const kit = this.kit(code);
    if (this.journal.events.openCalls(kit.id).length === 0) {
      throw new RequestRefused(`kit ${code} does not call for help`, 409);
    }
    return kit;
  }
}

/** @throws RequestRefused with every value that no kit would take, and the bounds */
function checkValues(values: CommandValues): void {
  const problems = Object.entries(values).flatMap(([name, value]) => {
    const command = name as CommandName;
    return isWithin(command, value) ? [] : [`${name} takes ${boundsText(boundsOf(command))}`];
  });
  if (problems.length > 0) throw new RequestRefused(problems.join("; "), 400);
  if (Object.keys(values).length === 0) throw new RequestRefused("nothing is asked for", 400);
}

function boundsText({ low, high, step }: Bounds): string {
  if (low === high) return String(low);
  return `${low} to ${high}${step > 1 ? ` in steps of ${step}` : ""}`;
}
