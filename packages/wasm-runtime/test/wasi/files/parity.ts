/** The oracle of the tree in memory: a host directory, to which the same operations are done. */
import { rmSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import type { Mount } from "../../../src/wasi/mount.ts";
import { hostFolder, hostMountOf, type TreeKind, treeOf } from "../trees.ts";
import { READ, World, WRITE } from "../world.ts";

type Operation = (world: World) => unknown;

const name = fc.constantFrom("a", "b", "c", "..", ".", "l");
const path = fc
  .tuple(fc.array(name, { minLength: 1, maxLength: 4 }), fc.constantFrom("", "", "", "/", "/."))
  .map(([names, end]) => names.join("/") + end);
const text = fc.constantFrom("", "x", "longer text");

/** All that can be done with names, and with what is behind them. */
const operation = fc.oneof(
  path.map((p) => [`mkdir ${p}`, (world: World) => world.mkdir(p)] as const),
  path.map((p) => [`rmdir ${p}`, (world: World) => world.rmdir(p)] as const),
  path.map((p) => [`unlink ${p}`, (world: World) => world.unlink(p)] as const),
  fc
    .tuple(path, text)
    .map(([p, t]) => [`put ${p} ${t}`, (world: World) => world.put(p, t)] as const),
  fc.tuple(path, path).map(([p, q]) => [`rename ${p} ${q}`, (w: World) => w.rename(p, q)] as const),
  fc.tuple(path, path).map(([p, q]) => [`link ${p} ${q}`, (w: World) => w.link(p, q)] as const),
  fc
    .tuple(path, path)
    .map(([p, q]) => [`symlink ${p} ${q}`, (w: World) => w.symlink(p, q)] as const),
  path.map((p) => [`readlink ${p}`, (world: World) => world.readlink(p)] as const),
  path.map((p) => [`contents ${p}`, (world: World) => world.contents(p)] as const),
  fc
    .tuple(path, fc.boolean())
    .map(
      ([p, follow]) => [`stat ${p} ${follow}`, (world: World) => statOf(world, p, follow)] as const,
    ),
  fc.tuple(path, fc.boolean(), fc.boolean(), fc.constantFrom(READ, WRITE), fc.boolean()).map(
    ([p, follow, create, rights, more]) =>
      [
        `open ${p} follow=${follow} create=${create} rights=${rights} more=${more}`,
        (world: World) =>
          openOf(world, p, {
            follow,
            create,
            rights,
            exclusive: more,
            directory: more && !create,
          }),
      ] as const,
  ),
);

function statOf(world: World, path: string, follow: boolean): unknown {
  const stat = world.stat(path, follow);
  if (typeof stat === "string") return stat;
  const { filetype, size, links } = stat;
  return filetype === 3 ? { filetype } : { filetype, size, links };
}

function openOf(world: World, path: string, terms: Parameters<World["open"]>[1]): unknown {
  const fd = world.open(path, terms);
  if (typeof fd === "string") return fd;
  const stat = world.fstat(fd);
  world.close(fd);
  return typeof stat === "string" ? stat : stat.filetype;
}

/** Everything below a path, by its path. */
function dump(world: World, path = "."): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const entry of world.names(path)) {
    const below = `${path}/${entry}`;
    const stat = statOf(world, below, false) as { filetype: number };
    all[below] = { ...stat, is: stat.filetype === 7 ? world.readlink(below) : undefined };
    if (stat.filetype === 4) all[below] = { ...stat, is: world.contents(below) };
    if (stat.filetype === 3) Object.assign(all, dump(world, below));
  }
  return all;
}

function outcomesOf(mount: Mount, operations: readonly (readonly [string, Operation])[]): unknown {
  const world = new World({ mounts: { "/": mount } });
  try {
    const outcomes = operations.map(([what, operate]) => `${what}: ${show(operate(world))}`);
    return { outcomes, files: dump(world) };
  } finally {
    world.wasi.dispose();
  }
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, v) => (typeof v === "bigint" ? String(v) : v));
}

/** So that not everything is missing. */
const beginning: readonly (readonly [string, Operation])[] = [
  ["mkdir a", (world: World) => world.mkdir("a")],
  ["mkdir a/b", (world: World) => world.mkdir("a/b")],
  ["put a/c", (world: World) => world.put("a/c", "text")],
  ["symlink a l", (world: World) => world.symlink("a", "l")],
  ["symlink ../l/b a/b/l", (world: World) => world.symlink("../../l/b", "a/b/l")],
];

/** Any operations are answered the same, and leave the same behind. */
export function expectParity(kind: TreeKind, numRuns: number): void {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (random) => {
      const operations = [...beginning, ...random];
      const { folder, root } = hostFolder();
      const onHost = outcomesOf(hostMountOf(kind, root), operations);
      rmSync(folder, { recursive: true });
      expect(outcomesOf(treeOf("in memory"), operations)).toEqual(onHost);
    }),
    { numRuns },
  );
}
