import { type FunctionName, signatures } from "./abi/signatures.js";
import { argsCalls } from "./calls/args.js";
import { clockCalls } from "./calls/clock.js";
import { descriptorCalls } from "./calls/descriptor.js";
import { directoryCalls } from "./calls/directory.js";
import { ioCalls } from "./calls/io.js";
import { openCalls } from "./calls/open.js";
import { pathCalls } from "./calls/paths.js";
import { pollCalls } from "./calls/poll.js";
import { processCalls } from "./calls/process.js";
import { socketCalls } from "./calls/sockets.js";
import { Errno, Refusal, refuse } from "./errno.js";
import type { System } from "./system.js";

type Call = (...args: never[]) => void;
export type Imports = Readonly<Record<FunctionName, (...args: never[]) => number>>;

/** What ended the guest's call: an exit, or what a function of the host's threw. It ends all that the guest calls after it. */
export class Ending {
  #end: { readonly thrown: unknown } | undefined;

  throwIfEnded(): void {
    if (this.#end !== undefined) throw this.#end.thrown;
  }

  /** Guests can catch what is thrown through them, and would go on as if they had not exited. */
  throwFromNowOn(thrown: unknown): never {
    this.#end = { thrown };
    throw thrown;
  }

  reset(): void {
    this.#end = undefined;
  }
}

const groups: readonly ((system: System) => Partial<Record<FunctionName, Call>>)[] = [
  argsCalls,
  clockCalls,
  descriptorCalls,
  directoryCalls,
  ioCalls,
  openCalls,
  pathCalls,
  pollCalls,
  processCalls,
  socketCalls,
];

/** Put together by assignment: spread objects, and entries, take twenty times as long, for every instance. */
export function importsOf(system: System, ending: Ending): Imports {
  const imports: Record<string, (...args: never[]) => number> = {};
  for (const group of groups) {
    const calls = group(system);
    for (const name in calls) {
      const known = name as FunctionName;
      imports[name] = guarded(calls[known] as Call, signatures[known], ending);
    }
  }
  return imports as Imports;
}

/** A refusal is answered, all else that is thrown ends the guest's call. */
function guarded(call: Call, signature: string, ending: Ending): (...args: unknown[]) => number {
  return (...args) => {
    ending.throwIfEnded();
    try {
      for (let i = 0; i < signature.length; i++) args[i] = unsigned(args[i], signature[i]);
      call(...(args as never[]));
      return Errno.ESUCCESS;
    } catch (error) {
      if (error instanceof Refusal) return error.errno;
      return ending.throwFromNowOn(error);
    }
  };
}

/** A guest declares the types of what it imports, and may declare others. @throws EINVAL */
function unsigned(value: unknown, type: string | undefined): number | bigint {
  if (type === "i") return typeof value === "number" ? value >>> 0 : refuse("EINVAL");
  return typeof value === "bigint" ? BigInt.asUintN(64, value) : refuse("EINVAL");
}
