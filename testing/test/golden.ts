/** Results that are kept in the repository, and that SECURITY.md is made of. */
import { readFile, writeFile } from "node:fs/promises";

type Row = Readonly<Record<string, string>>;

/** What the file has; COFFERDAM_BLESS=1 writes it anew. */
export async function blessed(file: URL, table: readonly Row[]): Promise<readonly Row[]> {
  if (process.env.COFFERDAM_BLESS) await writeFile(file, `${JSON.stringify(table, null, 2)}\n`);
  return read(file);
}

/** The guest's row in the file, if it has one. */
export async function rowIn(file: URL, guest: string): Promise<Row | undefined> {
  return (await read(file)).find((row) => row.guest === guest);
}

async function read(file: URL): Promise<readonly Row[]> {
  return JSON.parse(await readFile(file, "utf8"));
}
