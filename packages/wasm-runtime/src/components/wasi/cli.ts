import { WasiExit } from "../../wasi/wasi-exit.js";
import { Resource } from "./resource.js";
import { InputStream, OutputStream } from "./streams.js";
import type { ComponentSystem } from "./system.js";

const utf8 = new TextDecoder();

/** No stream is a terminal: nobody gets one of these. */
class TerminalInput extends Resource {}
class TerminalOutput extends Resource {}

/** wasi:cli, what a component imports of it. */
export function cliInterfaces(system: ComponentSystem) {
  const { args, env, stdin, stdout, stderr } = system;
  const noTerminal = () => undefined;
  return {
    "wasi:cli/environment": {
      getEnvironment: () => env.map((pair) => pairOf(utf8.decode(pair))),
      getArguments: () => args.map((arg) => utf8.decode(arg)),
      initialCwd: () => undefined,
    },
    "wasi:cli/exit": {
      exit: ({ tag }: { readonly tag: string }) => leave(tag === "ok" ? 0 : 1),
      exitWithCode: leave,
    },
    "wasi:cli/stdin": { getStdin: () => new InputStream(system, stdin) },
    "wasi:cli/stdout": { getStdout: () => new OutputStream(system, stdout) },
    "wasi:cli/stderr": { getStderr: () => new OutputStream(system, stderr) },
    "wasi:cli/terminal-input": { TerminalInput },
    "wasi:cli/terminal-output": { TerminalOutput },
    "wasi:cli/terminal-stdin": { getTerminalStdin: noTerminal },
    "wasi:cli/terminal-stdout": { getTerminalStdout: noTerminal },
    "wasi:cli/terminal-stderr": { getTerminalStderr: noTerminal },
  };
}

function leave(code: number): never {
  throw new WasiExit(code);
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}
