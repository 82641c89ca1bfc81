import { signals } from "@cofferdam/signals";
import { stack } from "@cofferdam/stack";
import type { Probe } from "../probe.js";
import { contained } from "./scene/crime.js";
import { isWell, openHere } from "./scene/here.js";

/** glibc's regcomp calls itself for every parenthesis, without a limit. */
const DEPTH = 20_000;
const REG_EXTENDED = 1;
/** More than the size of a regex_t anywhere. */
const REGEX_BYTES = 256;
/** Not the size of any thread's own: the stack that overflows is the layer's. */
const STACK_BYTES = 2 ** 18;

export const probe: Probe = () => {
  const libc = openHere(signals({ afterFault: "continue" }), stack({ size: STACK_BYTES }));
  const regcomp = libc.func("int regcomp(void *regex, const char *pattern, int flags)");
  return contained(
    `regcomp() of ${DEPTH} parentheses`,
    () => regcomp(Buffer.alloc(REGEX_BYTES), "(".repeat(DEPTH), REG_EXTENDED),
    (fault) => {
      if (fault.kind !== "stack-overflow" || fault.limit !== STACK_BYTES) return undefined;
      return `overflow of ${fault.limit} bytes`;
    },
    () => isWell(libc),
  );
};
