/** Facts about this machine that decide what can be enforced on it. */
import { createRequire } from "node:module";
import { release } from "node:os";
import { claims } from "./claims.js";

export interface Machine {
  /** `linux-x64` */
  readonly platform: string;
  readonly kernel: string;
  /** `glibc 2.36`; null: another one, or none. */
  readonly libc: string | null;
  readonly node: string;
  /** null: this system has none. */
  readonly uid: number | null;
  /** Version by package, of those that are installed. */
  readonly packages: Readonly<Record<string, string>>;
}

export function machine(): Machine {
  return {
    platform: `${process.platform}-${process.arch}`,
    kernel: release(),
    libc: libc(),
    node: process.versions.node,
    uid: process.getuid?.() ?? null,
    packages: packages(),
  };
}

function libc(): string | null {
  // excludeNetwork: the report would look host names up, which can take seconds (Node >= 20.13)
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined ? null : `glibc ${header.glibcVersionRuntime}`;
}

function packages(): Readonly<Record<string, string>> {
  const layers = [...new Set(claims.map(({ layer }) => layer))];
  return Object.fromEntries(layers.flatMap((layer) => versionOf(`@cofferdam/${layer}`)));
}

const require = createRequire(import.meta.url);

function versionOf(name: string): readonly [string, string][] {
  try {
    return [[name, (require(`${name}/package.json`) as { version: string }).version]];
  } catch {
    return []; // it is not installed
  }
}
