import {
  chmodSync,
  lchownSync,
  mkdirSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { trustedFolder } from "../../../src/cache/folder/trusted-folder.ts";
import { temporaryFolder } from "../modules.ts";

const user = process.geteuid?.() as number;
const isRoot = user === 0;
if (!isRoot) console.log("SKIP folders of other users: only root can make them");
const NOBODY = 65534;

const refusal = (reason: string) =>
  expect.objectContaining({ code: "ERR_WASM_CACHE", message: expect.stringContaining(reason) });

function folderWith(mode: number): string {
  const folder = join(temporaryFolder(), "folder");
  mkdirSync(folder);
  chmodSync(folder, mode);
  return folder;
}

describe("trustedFolder(path, user)", () => {
  it("makes what is missing, for its owner alone", () => {
    const path = join(temporaryFolder(), "not", "there");
    expect(trustedFolder(path, user)).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
  });

  it.each([0o700, 0o755])("takes one of mode %o", (mode) => {
    const folder = folderWith(mode);
    expect(trustedFolder(folder, user)).toBe(folder);
  });

  it.each([0o770, 0o722, 0o1777])("refuses one of mode %o: others may write to it", (mode) => {
    const folder = folderWith(mode);
    expect(() => trustedFolder(folder, user)).toThrow(refusal("others may write"));
  });

  it("refuses one whose folder others may write to: they could put another one in its place", () => {
    const path = join(folderWith(0o777), "cache");
    expect(() => trustedFolder(path, user)).toThrow(refusal("others may write"));
  });

  it("takes one in a folder like /tmp, where everybody can exchange only what is their own", () => {
    expect(statSync(realpathSync(tmpdir())).mode & 0o1002).toBe(0o1002);
    const path = join(folderWith(0o1777), "cache");
    expect(trustedFolder(path, user)).toBe(path);
  });

  it("follows links that are this user's, on the way and at the end", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "real/inner"), { recursive: true, mode: 0o700 });
    symlinkSync("real", join(folder, "way"));
    symlinkSync("../real/./inner", join(folder, "real/end"));
    expect(trustedFolder(join(folder, "way/end"), user)).toBe(join(folder, "real/inner"));
  });

  it("refuses a link to where others may write", () => {
    const folder = temporaryFolder();
    symlinkSync(folderWith(0o777), join(folder, "link"));
    expect(() => trustedFolder(join(folder, "link"), user)).toThrow(refusal("others may write"));
  });

  it("refuses links that lead to themselves", () => {
    const folder = temporaryFolder();
    symlinkSync("loop", join(folder, "loop"));
    expect(() => trustedFolder(join(folder, "loop"), user)).toThrow(refusal("links"));
  });

  it("refuses a file, at the end and on the way", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect(() => trustedFolder(file, user)).toThrow(refusal("no directory"));
    expect(() => trustedFolder(join(file, "cache"), user)).toThrow(refusal("no directory"));
  });

  it.skipIf(!isRoot)("refuses one that is somebody else's, and what is in such a one", () => {
    const folder = folderWith(0o755);
    lchownSync(folder, NOBODY, NOBODY);
    expect(() => trustedFolder(folder, user)).toThrow(refusal(`user ${NOBODY}'s`));
    expect(() => trustedFolder(join(folder, "cache"), user)).toThrow(refusal(`user ${NOBODY}'s`));
  });

  it.skipIf(!isRoot)("refuses somebody else's link, wherever it leads", () => {
    const folder = folderWith(0o1777);
    symlinkSync(folderWith(0o700), join(folder, "link"));
    lchownSync(join(folder, "link"), NOBODY, NOBODY);
    expect(() => trustedFolder(join(folder, "link"), user)).toThrow(refusal(`user ${NOBODY}'s`));
  });

  it.skipIf(!isRoot)("refuses root's folder for another user, and goes through it", () => {
    const folder = folderWith(0o755);
    expect(() => trustedFolder(folder, NOBODY)).toThrow(refusal("user 0's"));
    mkdirSync(join(folder, "own"), { mode: 0o700 });
    lchownSync(join(folder, "own"), NOBODY, NOBODY);
    chmodSync(join(folder, ".."), 0o755);
    expect(trustedFolder(join(folder, "own"), NOBODY)).toBe(join(folder, "own"));
  });
});
