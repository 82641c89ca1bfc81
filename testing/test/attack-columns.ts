/** What lists of layers made of guests: cells of a table that is kept in the repository. */
import { buildGuests, hasRust } from "../guests/build.mjs";
import { type CommitResult, commit, type LayerList } from "./commit.ts";
import { rowIn } from "./golden.ts";
import { inParallel } from "./in-parallel.ts";
import { commitAlone, type Guest, guests, verdictOf } from "./verdict.ts";

/** A guest that cannot be built here keeps the results that are stored. */
export const canBuild = (guest: Guest) => hasRust || !("rust" in guest);
export const built = guests.filter(canBuild);

/** Some columns of a table. */
export class AttackColumns {
  readonly #file: URL;
  readonly #guests: readonly Guest[];
  /** The columns' names, by their lists. */
  readonly #columns: ReadonlyMap<LayerList, string>;
  readonly #results = new Map<string, CommitResult>();

  constructor(file: URL, guests: readonly Guest[], columns: ReadonlyMap<LayerList, string>) {
    this.#file = file;
    this.#guests = guests;
    this.#columns = columns;
  }

  /** Commits every crime in every list. */
  async collect(): Promise<void> {
    await buildGuests();
    await inParallel([...this.#columns.keys()], (list) => this.#commitTogether(list));
    await inParallel(this.#unanswered(), async ([list, guest]) => {
      this.#results.set(keyOf(list, guest), await commitAlone(list, guest));
    });
  }

  result(list: LayerList, guest: Guest): CommitResult {
    return this.#results.get(keyOf(list, guest)) as CommitResult;
  }

  cell(list: LayerList, guest: Guest): string {
    return verdictOf(list, guest, this.result(list, guest));
  }

  /** The columns of the guest's row. */
  row(guest: Guest): Readonly<Record<string, string>> {
    const cells = [...this.#columns].map(([list, column]) => [column, this.cell(list, guest)]);
    return { guest: guest.name, title: guest.title, ...Object.fromEntries(cells) };
  }

  /**
   * One child for those that are contained, to go by the stored results; what it does not survive, and the rest, is
   * committed one by one.
   */
  async #commitTogether(list: LayerList): Promise<void> {
    const rows = await Promise.all(this.#guests.map(({ name }) => rowIn(this.#file, name)));
    const column = this.#columns.get(list) as string;
    const together = this.#guests.filter((_, at) => rows[at]?.[column]?.startsWith("contained"));
    const names = together.map(({ name }) => name);
    const result = await commit(list, names);
    for (const guest of together) {
      if (result.reports.has(guest.name)) this.#results.set(keyOf(list, guest), result);
    }
  }

  #unanswered(): readonly (readonly [LayerList, Guest])[] {
    return [...this.#columns.keys()]
      .flatMap((list) => this.#guests.map((guest) => [list, guest] as const))
      .filter(([list, guest]) => !this.#results.has(keyOf(list, guest)));
  }
}

/** Columns that are called as their lists are. */
export function namedAsLists(lists: readonly LayerList[]): ReadonlyMap<LayerList, string> {
  return new Map(lists.map((list) => [list, list]));
}

function keyOf(list: LayerList, { name }: Guest): string {
  return `${list}: ${name}`;
}
