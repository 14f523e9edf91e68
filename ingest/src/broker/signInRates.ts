import { Allowance } from "./allowance";

/** Sign-ins that a kit has at once, and how fast they come back: one that does nothing else takes a hundredth of a core. Chosen. */
const MOST = 300;
const PER_SECOND = 20;

/** How often kits may sign in. A kit is remembered only until its allowance is full again. */
export class SignInRates {
  private readonly byKit = new Map<string, Allowance>();

  constructor(private readonly now_ms: () => number = () => performance.now()) {}

  /** Whether a kit may sign in once more; it has then. */
  spend(kit: string): boolean {
    const now_ms = this.now_ms();
    let allowance = this.byKit.get(kit);
    if (!allowance) {
      allowance = new Allowance(now_ms, MOST, PER_SECOND);
      this.byKit.set(kit, allowance);
    }
    if (!allowance.has(now_ms)) return false;
    allowance.spend(now_ms);
    return true;
  }

  /** Forgets kits of which there is nothing to remember. To be called now and then. */
  forget(): void {
    const now_ms = this.now_ms();
    for (const [kit, allowance] of this.byKit) if (allowance.isFull(now_ms)) this.byKit.delete(kit);
  }
}
