/** Which crimes a list of layers must contain, and what each becomes. */
import {
  BufferOverrunError,
  ExitError,
  PanicError,
  SignalError,
  StackOverflowError,
  TimeoutError,
} from "@cofferdam/core";
import type { Capabilities, Suite } from "./capabilities.ts";

type ErrorClass =
  | typeof SignalError
  | typeof StackOverflowError
  | typeof TimeoutError
  | typeof PanicError
  | typeof BufferOverrunError
  | typeof ExitError;

export interface Crimes {
  /** To follow "a guest that". */
  readonly title: string;
  readonly names: readonly string[];
  readonly Expected: ErrorClass;
}

const families: Readonly<Record<keyof Required<Capabilities>["contains"], Crimes>> = {
  signal: {
    title: "traps",
    names: ["null_write", "call_null", "divide_by_zero", "illegal_instruction", "abort_call"],
    Expected: SignalError,
  },
  stackOverflow: {
    title: "overflows its stack",
    names: ["stack_overflow_small", "stack_overflow_large"],
    Expected: StackOverflowError,
  },
  timeout: {
    title: "never returns",
    names: ["endless_loop", "sleeps_for_ever", "locks_twice"],
    Expected: TimeoutError,
  },
  bufferOverrun: {
    title: "leaves its buffer",
    names: ["buffer_overrun", "buffer_overread"],
    Expected: BufferOverrunError,
  },
};

/** In every list: the gate contains them. */
const panics: Crimes = { title: "panics", names: ["cpp_exception"], Expected: PanicError };

/** Ends a helper, and more than a few need not show it. */
const deaths: Crimes = {
  title: "ends its process",
  names: ["exit_call", "null_write"],
  Expected: ExitError,
};

export function crimesOf({ capabilities: { contains = {}, helper } }: Suite): readonly Crimes[] {
  const contained = (Object.keys(families) as (keyof typeof families)[]).filter(
    (family) => contains[family],
  );
  const ends = helper && !contains.signal ? [deaths] : [];
  return [panics, ...contained.map((family) => families[family]), ...ends];
}

/** The names that an error may give for its layer. */
export function catchers({ makeLayers }: Suite): readonly string[] {
  return ["gate", ...makeLayers().map(({ name }) => name)];
}
