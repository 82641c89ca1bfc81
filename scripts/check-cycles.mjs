// Fails on an import cycle between files, folders or packages, and on an import that the package.json does not list.
//
// Every folder is looked at by itself: its files and subfolders are the nodes, and an import is an arrow between the two
// nodes below the folder that both ends share. So a file cycle shows in the folder its files share, a folder cycle in the
// folder above both, and a package cycle in packages/. A subfolder may use a file beside it that does not use it back.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = process.argv[2] ?? fileURLToPath(new URL("../packages", import.meta.url));

/** @type {string[]} */
const problems = [];
/** folder -> node -> node -> the first import found behind that arrow */
const graphs = new Map();

const packages = readdirSync(root)
  .filter((dir) => existsSync(`${root}/${dir}/package.json`))
  .map((dir) => ({ dir, ...JSON.parse(readFileSync(`${root}/${dir}/package.json`, "utf8")) }));
const files = new Set(packages.flatMap(({ dir }) => sources(`${dir}/src`)));

for (const file of files) {
  for (const specifier of importsOf(file)) {
    const to = specifier.startsWith(".") ? resolve(file, specifier) : entry(file, specifier);
    if (to) addArrow(file, to);
  }
}
for (const [folder, graph] of graphs) {
  const cycle = findCycle(graph);
  if (cycle) problems.push(describe(folder, graph, cycle));
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}

/** The .ts files below `folder`; all paths here are relative to packages/ and have forward slashes. */
function sources(folder) {
  if (!existsSync(`${root}/${folder}`)) return [];
  return readdirSync(`${root}/${folder}`, { recursive: true })
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .filter((name) => name.endsWith(".ts"));
}

/** Everything `file` imports: statements, re-exports, import() and types. */
function importsOf(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(`${root}/${file}`, "utf8"));
  return importedFiles.map(({ fileName }) => fileName);
}

function packageOf(file) {
  return packages.find(({ dir }) => file.startsWith(`${dir}/`));
}

/** The source file behind a relative import, if it is one of ours. */
function resolve(file, specifier) {
  const to = posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts");
  if (packageOf(to) !== packageOf(file)) {
    problems.push(`${file} imports ${specifier}: outside of its package, use the package's name`);
  }
  return files.has(to) ? to : undefined;
}

/** The first source file of the workspace package that `specifier` names. */
function entry(file, specifier) {
  if (isBuiltin(specifier)) return undefined;
  const name = specifier.match(/^(@[^/]+\/)?[^/]+/)?.[0];
  const { dependencies, peerDependencies, optionalDependencies } = packageOf(file);
  if (!(name in { ...dependencies, ...peerDependencies, ...optionalDependencies })) {
    problems.push(`${file} imports ${name}: not in the dependencies of its package.json`);
  }
  const found = packages.find((candidate) => candidate.name === name);
  return found && `${found.dir}/src/index.ts`;
}

function addArrow(from, to) {
  const [a, b] = [from.split("/"), to.split("/")];
  const depth = a.findIndex((part, i) => part !== b[i]);
  if (depth === -1) return problems.push(`${from} imports itself`);
  const folder = a.slice(0, depth).join("/");
  if (!graphs.has(folder)) graphs.set(folder, new Map());
  const graph = graphs.get(folder);
  if (!graph.has(a[depth])) graph.set(a[depth], new Map());
  const arrows = graph.get(a[depth]);
  if (!arrows.has(b[depth])) arrows.set(b[depth], `${from} imports ${to}`);
}

/** The nodes of one cycle, the first again at the end. */
function findCycle(graph) {
  const done = new Set();
  const visit = (node, trail) => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return undefined;
    done.add(node);
    return firstOf(graph.get(node)?.keys(), (next) => visit(next, [...trail, node]));
  };
  return firstOf(graph.keys(), (node) => visit(node, []));
}

function firstOf(items, find) {
  for (const item of items ?? []) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

function describe(folder, graph, cycle) {
  const imports = cycle.slice(1).map((node, i) => `  ${graph.get(cycle[i]).get(node)}`);
  return [`Cycle in ${posix.join("packages", folder)}: ${cycle.join(" -> ")}`, ...imports].join(
    "\n",
  );
}
