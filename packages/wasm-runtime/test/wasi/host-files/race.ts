/** A thread that swaps a directory and a link that leads out, as fast as it can, while a guest goes through that place. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { hostFolder, hostMountOf, type TreeKind } from "../trees.ts";
import { World, WRITE } from "../world.ts";

const swapping = `
const { renameSync } = require("node:fs");
const { workerData: race } = require("node:worker_threads");
for (;;) {
  try {
    renameSync(race + "/place", race + "/aside");
    renameSync(race + "/link", race + "/place");
    renameSync(race + "/place", race + "/link");
    renameSync(race + "/aside", race + "/place");
  } catch {}
}`;

export interface Raced {
  /** What a guest read of the secret, or made beside it: that must be none. */
  readonly escapes: number;
  /** That the thread swaps in time is seen by what a check of the path before opening it lets through. */
  readonly naiveEscapes: number;
  /** How often the guest met the directory, and how often something else. */
  readonly inside: number;
  readonly refused: number;
}

export async function race(kind: TreeKind, seconds: number): Promise<Raced> {
  const { folder, root } = hostFolder();
  const place = join(root, "race/place");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "secret.txt"), "inside");
  symlinkSync("../..", join(root, "race/link"));
  const worker = new Worker(swapping, { eval: true, workerData: join(root, "race") });
  try {
    const world = new World({ mounts: { "/": hostMountOf(kind, root) } });
    const naiveEscapes = tryNaively(root, place);
    const raced = { escapes: 0, naiveEscapes, inside: 0, refused: 0 };
    const end = Date.now() + seconds * 1000;
    for (let round = 0; Date.now() < end; round++) tryOnce(world, round, raced);
    world.wasi.dispose();
    for (const name of ["made.txt", "made", "moved", "made-link"]) {
      if (existsSync(join(folder, name))) raced.escapes++;
    }
    if (readFileSync(join(folder, "secret.txt"), "utf8") !== "SECRET") raced.escapes++;
    return raced;
  } finally {
    await worker.terminate();
  }
}

/** Reads through the place, and changes things in it by every other way in turn. */
function tryOnce(
  world: World,
  round: number,
  raced: { -readonly [K in keyof Raced]: Raced[K] },
): void {
  const text = world.contents("race/place/secret.txt");
  if (text === "inside") raced.inside++;
  else if (text.startsWith("[")) raced.refused++;
  else raced.escapes++;
  const changes = [
    () => world.open("race/place/made.txt", { create: true, rights: WRITE }),
    () => world.mkdir("race/place/made"),
    () => world.symlink("x", "race/place/made-link"),
    () => world.link("race/place/secret.txt", `stolen${round}`),
    () => world.rename("race/place/made", "race/place/moved"),
    () => world.rmdir("race/place/moved"),
  ];
  const outcome = changes[round % changes.length]?.();
  if (typeof outcome === "number") world.close(outcome);
  if (world.contents(`stolen${round}`) === "SECRET") raced.escapes++;
  world.unlink(`stolen${round}`);
}

/** Until it is fooled once, or for ten seconds. */
function tryNaively(root: string, place: string): number {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    try {
      const path = join(place, "secret.txt");
      if (!realpathSync(path).startsWith(`${root}/`)) continue;
      if (readFileSync(path, "utf8") === "SECRET") return 1;
    } catch {} // it was away
  }
  return 0;
}
