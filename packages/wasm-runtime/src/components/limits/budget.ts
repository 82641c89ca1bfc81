import type { StackUser } from "../../instance/innermost.js";
import type { Limits } from "../../limits.js";
import { LimitReached, REACHED } from "../../metering/index.js";
import { HOST_UNITS } from "../../stack-units.js";
import type { Member } from "./member.js";
import type { Space } from "./space.js";

/** Units between two looks at the clock. */
const [SLICE_LEAST, SLICE_MOST] = [50_000, 2 ** 29];
/** Milliseconds that a slice should take. */
const [SHORT, LONG] = [0.25, 0.75];
/** What no check is satisfied with. */
const NOTHING = -(2 ** 30);

/**
 * What the core modules of one component may use, all together: the host's side of the contract with metered modules
 * (metering/contract.ts), as `Allowance` is for one module.
 *
 * ```
 *              budget: fuel, deadline, depth, pages
 *             ╱          │           ╲
 *        slice of     slice of     slice of          what one was granted and has not used can be had back
 *         main         shim        adapter           while another one asks: then it runs no code
 * ```
 */
export class Budget implements StackUser {
  /** Units that the call has used; complete after `end`. */
  used = 0;
  /** Which limit the call has reached. */
  reached: LimitReached | undefined;
  /** Calls of the guest by the host that are inside of another one. */
  nested = 0;
  readonly #limits: Limits;
  readonly #space: Space;
  #members: Member[] = [];
  #startedAt = 0;
  #deadline = Number.POSITIVE_INFINITY;
  #stoppedAt = 0;
  #isRunning = false;
  #units = 0;

  constructor(limits: Limits, space: Space) {
    this.#limits = limits;
    this.#space = space;
  }

  /** The instance is a new one: those who were there before are not. */
  forget(): void {
    this.#members = [];
    this.#space.forget();
  }

  /** One more instance, which was not called before. */
  join(member: Member): void {
    this.#members.push(member);
    this.#space.join(member);
    member.grant(0);
    this.#shareStack();
  }

  /** Milliseconds until the call's time is up. */
  get timeLeft(): number {
    return Math.max(0, this.#deadline - performance.now());
  }

  /** Frame units that are left where a function of the host runs. */
  get unitsLeft(): number {
    return Math.min(this.#units, this.#limits.stackDepth) - this.#stackUsed() - this.#between();
  }

  /** @param units of this thread's stack that the call may use */
  begin(units: number): void {
    this.used = 0;
    this.reached = undefined;
    this.#isRunning = true;
    this.#startedAt = performance.now();
    this.#deadline = this.#startedAt + this.#limits.timeout;
    this.#units = units;
    for (const member of this.#members) {
      member.grant(0);
      member.refilledAt = this.#startedAt;
    }
    this.#space.begin();
    this.#shareStack();
  }

  /** What comes now is the host's time: it makes instances. No code of the guest's runs before `startClock`. */
  stopClock(): void {
    this.#stoppedAt = performance.now();
  }

  startClock(): void {
    const stopped = performance.now() - this.#stoppedAt;
    this.#startedAt += stopped;
    this.#deadline += stopped;
  }

  /** The call has ended, in whatever way. */
  end(): void {
    this.#settle();
    this.#isRunning = false;
    if (this.reached === undefined && this.used > this.#limits.fuel) {
      this.reached = new LimitReached("fuel", this.#limits.fuel, this.used);
    }
  }

  /** Their frames used up what they had. */
  get isOverflowed(): boolean {
    return this.#members.some(({ stackLeft }) => stackLeft < 0);
  }

  /** Answers metered code. */
  readonly ask = (member: Member, what: number, amount: number): number => {
    if (what > 0) return this.#refill(member, what, amount);
    if (what === REACHED.PAGES) return this.#growMemory(member, amount);
    this.#settle();
    throw this.#stop(this.#space.elementsReached(amount));
  };

  /** For code that is not metered. @throws LimitReached */
  checkTime(): void {
    if (this.reached !== undefined) throw this.reached;
    const now = performance.now();
    if (now < this.#deadline) return;
    this.#settle();
    throw this.#timeIsUp(now);
  }

  /** A function of the host is about to run. @throws LimitReached unless there is stack for it */
  checkStack(): void {
    if (this.reached !== undefined) throw this.reached;
    const { stackDepth } = this.#limits;
    const used = this.#stackUsed();
    if (used + this.#between() + HOST_UNITS <= this.#units && used <= stackDepth) return;
    this.#settle();
    throw this.#stop(new LimitReached("stack", stackDepth, used));
  }

  /** @param cost what comes next @param rest what is left */
  #refill(member: Member, cost: number, rest: number): number {
    this.used += member.granted - rest;
    member.granted = rest;
    const now = performance.now();
    const { fuel } = this.#limits;
    if (this.reached !== undefined) throw this.#stop(this.reached);
    if (!this.#isRunning) throw this.#stop(new LimitReached("outside", 0, cost));
    const left = this.#leftFor(member, cost);
    if (now >= this.#deadline) throw this.#timeIsUp(now);
    if (left < cost) throw this.#stop(new LimitReached("fuel", fuel, this.used + cost));
    member.granted = Math.min(left, Math.max(cost, this.#nextSlice(member, now)));
    return member.granted;
  }

  /** Units that nobody has; if those do not suffice, what the others have is taken from them. */
  #leftFor(member: Member, cost: number): number {
    const others = this.#members.filter((each) => each !== member);
    let held = 0;
    for (const other of others) {
      this.used += other.settle();
      held += other.granted;
    }
    const left = this.#limits.fuel - this.used;
    if (left - held >= cost) return left - held;
    for (const other of others) other.grant(0);
    return left;
  }

  /** So long that it takes about half a millisecond, and shorter where the deadline is near. */
  #nextSlice(member: Member, now: number): number {
    const took = now - member.refilledAt;
    member.refilledAt = now;
    if (took < SHORT) member.slice = Math.min(member.slice * 2, SLICE_MOST);
    else if (took > LONG) member.slice >>>= 1;
    member.slice = Math.max(member.slice, SLICE_LEAST);
    const rest = this.#deadline - now;
    return rest < LONG ? Math.max(Math.floor(member.slice * rest), SLICE_LEAST) : member.slice;
  }

  #growMemory(member: Member, pages: number): number {
    if (this.reached !== undefined) throw this.#stop(this.reached);
    this.#settle();
    const reached = this.#space.pagesReached(pages);
    if (reached !== undefined) throw this.#stop(reached);
    return this.#space.grow(member, pages);
  }

  #timeIsUp(now: number): LimitReached {
    return this.#stop(new LimitReached("timeout", this.#limits.timeout, now - this.#startedAt));
  }

  /** For whoever catches it: at the next check the call is ended again. */
  #stop(reached: LimitReached): LimitReached {
    this.reached = reached;
    for (const member of this.#members) member.grant(NOTHING);
    return reached;
  }

  /** Only where their fuel is in their globals: while one asks for more, its own is not. */
  #settle(): void {
    for (const member of this.#members) this.used += member.settle();
  }

  /** Half of what there is for the largest module, where a component's own code is mostly; no more together than there is. */
  #shareStack(): void {
    const { stackDepth } = this.#limits;
    const size = (member: Member) => member.program.original.length;
    const [largest, ...others] = this.#members.toSorted((a, b) => size(b) - size(a));
    const share = (of: number) => Math.min(stackDepth, Math.floor(of));
    largest?.restoreStack(share(others.length === 0 ? this.#units : this.#units / 2));
    for (const other of others) other.restoreStack(share(this.#units / 2 / others.length));
    if (this.#members.every(({ isDeepEnough }) => isDeepEnough)) return;
    this.reached = new LimitReached("stack", stackDepth, this.#units);
  }

  /** What the host's frames take that are between the guest's: a function of the host, with the glue around it and around the call. */
  #between(): number {
    return this.nested * 2 * HOST_UNITS;
  }

  #stackUsed(): number {
    return this.#members.reduce((sum, { stackUsed }) => sum + Math.max(0, stackUsed), 0);
  }
}
