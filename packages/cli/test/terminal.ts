/** A program in a terminal of its own, by script(1). */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { afterEach } from "vitest";

const open: ChildProcess[] = [];
afterEach(() => {
  for (const child of open.splice(0)) child.kill("SIGKILL");
});

/** Why there can be none here; "": there can. */
export const noTerminal =
  spawnSync("script", ["--version"]).status === 0 ? "" : "script(1) is not on this machine";
if (noTerminal !== "") console.log(`SKIP what needs a terminal: ${noTerminal}`);

const DEADLINE_MS = 20_000;

export class Terminal {
  readonly #child: ChildProcess;
  #shown = "";

  constructor(command: string, env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn("script", ["-qefc", command, "/dev/null"], {
      env: { ...process.env, TERM: "xterm", NO_COLOR: "", FORCE_COLOR: "", ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    open.push(this.#child);
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#shown += text;
    });
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** What has been shown, once the pattern is in its text. What comes later is looked at by the next call. */
  async shows(pattern: RegExp): Promise<string> {
    const end = performance.now() + DEADLINE_MS;
    while (!pattern.test(stripVTControlCharacters(this.#shown))) {
      if (performance.now() > end)
        throw new Error(`no ${pattern} in ${JSON.stringify(this.#shown)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const shown = this.#shown;
    this.#shown = "";
    return shown;
  }
}
