/** Objects of the helper that the host knows of, and its handles of them. */
import { MAX_ALL_NAMES, MAX_HANDLES } from "../limits.js";
import { areDescriptions, type Description, isMadeList, type Made } from "../wire/description.js";
import { UnknownReference } from "../wire/unpacker.js";
import { createProxy, fillProxy, Handle, handleOf, type Owner } from "./handle.js";

interface Known {
  readonly made: Made;
  description: Description | undefined;
  proxy: WeakRef<object> | undefined;
  /** How often the helper has sent it since the host last let go of it. */
  times: number;
}

export class Handles {
  readonly #owner: Owner;
  /** Tells the helper. */
  readonly #release: (number: number, times: number) => void;
  readonly #known = new Map<number, Known>();
  /** In all descriptions. */
  #names = 0;
  readonly #collected = new FinalizationRegistry<number>((number) => this.#lapse(number));
  /** The next of those that the host chooses: even ones. */
  #next = 2;

  constructor(owner: Owner, release: (number: number, times: number) => void) {
    this.#owner = owner;
    this.#release = release;
  }

  /** Those that somebody has. To look whether they are still there would keep them. */
  get live(): number {
    return [...this.#known.values()].filter(({ proxy }) => proxy !== undefined).length;
  }

  /** An instance of a class that is about to be made: its members are those of the class. */
  instanceOf({ name, instance }: Handle): object {
    const number = this.#next;
    this.#next += 2;
    const description = { members: instance, instance: [] };
    this.#names += namesOf(description);
    this.#known.set(number, {
      made: [number, "object", name],
      description,
      proxy: undefined,
      times: 0,
    });
    return this.theirs(number);
  }

  /** The helper tells of new objects. @returns whether it may */
  makeAll(list: readonly unknown[]): list is readonly Made[] {
    if (!isMadeList(list) || this.#known.size + list.length > MAX_HANDLES) return false;
    return list.every((made) => {
      const [number, being] = made;
      const known = this.#known.get(number);
      if (known) return number % 2 === 0 && being === "object"; // an instance that was made
      if (number % 2 === 0) return being === "object" && number < this.#next; // nobody has it any more
      this.#known.set(number, { made, description: undefined, proxy: undefined, times: 0 });
      return true;
    });
  }

  /** ... and what they are. @returns whether they can be that */
  describeAll(made: readonly Made[], descriptions: unknown): boolean {
    if (!areDescriptions(descriptions, made.length)) return false;
    for (const [index, [number]] of made.entries()) {
      this.#describe(number, descriptions[index] as Description);
    }
    return this.#names <= MAX_ALL_NAMES;
  }

  /** The handle of one. @throws UnknownReference */
  theirs(number: number): object {
    const known = this.#known.get(number);
    if (known === undefined) throw new UnknownReference();
    known.times++;
    return known.proxy?.deref() ?? this.#proxy(number, known);
  }

  /** The user gives one up. */
  dispose(proxy: object): void {
    const handle = handleOf(proxy);
    if (handle === undefined || handle.isDisposed) return;
    handle.isDisposed = true;
    const known = this.#known.get(handle.number);
    if (known?.proxy?.deref() === proxy) this.#letGo(handle.number, known);
  }

  /** An instance could not be made: the helper has nothing of this number. */
  failed(number: number): void {
    this.#forget(number);
  }

  /** The helper has nothing left of it, and will not send it again. */
  gone(number: number): void {
    if (this.#known.get(number)?.times === 0) this.#forget(number);
  }

  #forget(number: number): void {
    this.#names -= namesOf(this.#known.get(number)?.description);
    this.#known.delete(number);
  }

  #describe(number: number, description: Description): void {
    const known = this.#known.get(number);
    if (known === undefined) return;
    this.#names += namesOf(description) - namesOf(known.description);
    known.description = description;
    const proxy = known.proxy?.deref();
    const handle = proxy && handleOf(proxy);
    if (proxy && handle) fillProxy(proxy, handle, description);
  }

  #proxy(number: number, known: Known): object {
    const { made, description } = known;
    const handle = new Handle(...made, this.#owner);
    const proxy = createProxy(handle);
    if (description) fillProxy(proxy, handle, description);
    known.proxy = new WeakRef(proxy);
    this.#collected.register(proxy, number);
    return proxy;
  }

  /** A handle was collected; there may be another one by now. */
  #lapse(number: number): void {
    const known = this.#known.get(number);
    if (known?.proxy && !known.proxy.deref()) this.#letGo(number, known);
  }

  #letGo(number: number, known: Known): void {
    const { times } = known;
    known.proxy = undefined;
    known.times = 0;
    this.#release(number, times);
  }
}

function namesOf(description: Description | undefined): number {
  return description ? description.members.length + description.instance.length : 0;
}
