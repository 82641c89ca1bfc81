import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file of ours that everybody may read and write: whatever keeps a guest from it is not its mode. */
export async function withFile<Result>(
  text: string,
  deed: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "cofferdam-doctor-"));
  try {
    const path = join(folder, "file");
    writeFileSync(path, text);
    chmodSync(folder, 0o777);
    chmodSync(path, 0o666);
    return await deed(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
