/** Results that are kept in the repository, and that SECURITY.md is made of. */
import { readFile, writeFile } from "node:fs/promises";

type Row = Readonly<Record<string, string>>;

/**
 * What the file has of these rows and columns; COFFERDAM_BLESS=1 writes them anew, and leaves the others.
 *
 * @param table rows with their guest's name
 */
export async function blessed(file: URL, table: readonly Row[]): Promise<readonly Row[]> {
  if (process.env.COFFERDAM_BLESS) await write(file, table);
  const stored = new Map((await read(file)).map((row) => [row.guest, row]));
  return table.map((row) => columnsOf(stored.get(row.guest) ?? {}, Object.keys(row)));
}

async function write(file: URL, table: readonly Row[]): Promise<void> {
  const before = await read(file);
  const made = new Map(table.map((row) => [row.guest, row]));
  const kept = before.map((row) => ({ ...row, ...made.get(row.guest) }));
  const known = new Set(before.map(({ guest }) => guest));
  const rows = [...kept, ...table.filter(({ guest }) => !known.has(guest))];
  await writeFile(file, `${JSON.stringify(rows, null, 2)}\n`);
}

function columnsOf(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.flatMap((key) => (key in row ? [[key, row[key]]] : []))) as Row;
}

/** The guest's row in the file, if it has one. */
export async function rowIn(file: URL, guest: string): Promise<Row | undefined> {
  return (await read(file)).find((row) => row.guest === guest);
}

async function read(file: URL): Promise<readonly Row[]> {
  return JSON.parse(await readFile(file, "utf8"));
}
