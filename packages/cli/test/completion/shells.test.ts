import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { program, temporaryFolder } from "../cofferdam.ts";
import { noTerminal, Terminal } from "../terminal.ts";

/** How each shell is started without anybody's own settings, and made to complete. */
const interactive = {
  bash: {
    start: "bash --norc --noprofile -i",
    setup: 'eval "$(cofferdam completion bash)"',
  },
  zsh: {
    start: "zsh -f -i",
    setup: 'autoload compinit; compinit -u -D; eval "$(cofferdam completion zsh)"',
  },
} as const;

function missing(shell: string): string {
  const found = spawnSync(shell, ["-c", "exit 0"]).status === 0;
  const reason = found ? noTerminal : `${shell} is not on this machine`;
  if (reason !== "") console.log(`SKIP completion in ${shell}: ${reason}`);
  return reason;
}

/** What was typed in the end is shown, and not done. */
const echo = `cofferdam() { case $1 in complete) command cofferdam "$@" ;; *) echo "got:$*:" ;; esac; }`;

let home: string;
let env: { readonly PATH: string };

beforeAll(() => {
  home = temporaryFolder();
  writeFileSync(join(home, "cofferdam.toml"), "");
  const bin = temporaryFolder();
  writeFileSync(
    join(bin, "cofferdam"),
    `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
    { mode: 0o755 },
  );
  env = { PATH: [bin, process.env.PATH].join(delimiter) };
});

const cases = [
  ["a command", "cofferdam doc\t", "doctor"],
  ["an option", "cofferdam doctor --verb\t", "doctor --verbose"],
  ["an option's value", "cofferdam doctor --color alw\t", "doctor --color always"],
  ["a value behind =", "cofferdam doctor --color=alw\t", "doctor --color=always"],
  [
    "the next of a list",
    "cofferdam doctor --require no-network,no-pro\tc\t",
    "doctor --require no-network,no-processes",
  ],
  ["a file", "cofferdam policy check coffer\t", "policy check cofferdam.toml"],
] as const;

describe.each(Object.entries(interactive))("completion in %s", (shell, { start, setup }) => {
  const reason = missing(shell);

  it.skipIf(reason).each(cases)("completes %s", async (_, keys, typed) => {
    const terminal = new Terminal(start, env);
    terminal.type(`cd ${home}; PS1="ready> "; ${setup}; ${echo}; clear\n`);
    await terminal.shows(/ready> $/);
    terminal.type(`${keys}\n`);
    expect(await terminal.shows(/got:.*:/)).toContain(`got:${typed}:`);
  });
});

describe("completion in fish", () => {
  const found = spawnSync("fish", ["--version"]).status === 0;
  if (!found) console.log("SKIP completion in fish: fish is not on this machine");

  it.skipIf(!found).each([
    ["a command", "cofferdam doc", "doctor"],
    ["an option", "cofferdam doctor --verb", "--verbose"],
    ["an option's value", "cofferdam doctor --color alw", "always"],
    ["a value behind =", "cofferdam doctor --color=alw", "--color=always"],
    ["the next of a list", "cofferdam doctor --require wasm,script", "wasm,scripts"],
    ["nothing typed yet", "cofferdam ", "doctor"],
  ])("completes %s", (_, line, word) => {
    const command = `cofferdam completion fish | source; complete -C '${line}'`;
    const { stdout } = spawnSync("fish", ["--no-config", "-c", command], {
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    expect(stdout.split("\n").map((each) => each.split("\t")[0])).toContain(word);
  });
});
