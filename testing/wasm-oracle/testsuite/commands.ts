/** The command files that wast2json makes of the core testsuite. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ARCHIVE =
  process.env.COFFERDAM_WASM_TESTSUITE ?? "/work/shared/data/wasm-testsuite/json.tar.gz";

export interface Value {
  readonly type: string;
  readonly value: string | readonly string[];
  readonly lane_type?: string;
}

export interface Action {
  readonly type: "invoke" | "get";
  readonly module?: string;
  readonly field: string;
  readonly args: readonly Value[];
}

export interface Command {
  readonly type: string;
  readonly line: number;
  readonly filename?: string;
  readonly name?: string;
  readonly as?: string;
  readonly text?: string;
  readonly action?: Action;
  readonly expected?: readonly Value[];
}

/** Why there is nothing to run; undefined when there is. */
export const missingTestsuite = existsSync(ARCHIVE)
  ? undefined
  : `SKIP: no core testsuite at ${ARCHIVE}`;

export class Testsuite {
  private readonly folder = mkdtempSync(join(tmpdir(), "wasm-testsuite-"));

  constructor() {
    execFileSync("tar", ["xzf", ARCHIVE, "-C", this.folder, "--strip-components=1"]);
  }

  get names(): string[] {
    const names = readdirSync(this.folder).filter((name) => name.endsWith(".json"));
    return names.map((name) => name.slice(0, -".json".length));
  }

  commands(name: string): Command[] {
    return JSON.parse(readFileSync(join(this.folder, `${name}.json`), "utf8")).commands;
  }

  module(filename: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.folder, filename)));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
