// What the gate adds to a call, without JavaScript or an FFI: a C loop over a function pointer.
import { gate } from "@cofferdam/core";
import koffi from "koffi";
import { interleave, median, pairedDifference } from "../harness.mjs";
import { layerLists } from "../layers.mjs";
import { loopLibrary } from "../native/build.mjs";
import { figure } from "../results.mjs";

const ROUNDS = 201;
const TURNS = 100_000;
/** Two system calls a turn. */
const MASK_TURNS = 5000;
const STACK_BYTES = 64;

export function run() {
  const samples = interleave(variants(koffi.load(loopLibrary())), { rounds: ROUNDS });
  const added = (name) => {
    const base = name.includes("stack arguments") ? DIRECT_STACK : DIRECT;
    return pairedDifference(samples[name], samples[base]);
  };
  const over = (name, base) => pairedDifference(samples[name], samples[base]);
  return {
    title: "native-call: one call of int add(int, int) in a C loop",
    columns: ["variant", "median ns", "ns over direct"],
    rows: Object.keys(samples).map((name) => [name, median(samples[name]), added(name)]),
    figures: [
      figure("native cost of signals + stack", added("signals + stack"), "ns", 5),
      figure("native cost of a deadline, in place", over("signals + deadline", "signals"), "ns", 1),
      figure(
        "native cost of a deadline, with stack",
        over("signals + deadline + stack", "signals + stack"),
        "ns",
        1,
      ),
    ],
    samples,
  };
}

const DIRECT = "direct";
const DIRECT_STACK = "direct, 64 bytes of stack arguments";

function variants(library) {
  const loop = (name) => library.func(`double ${name}(void *target, int turns)`);
  const add = koffi.address(library.symbol("add"));
  const addStack = koffi.address(library.symbol("add_stack"));
  const [plain, onStack] = [loop("loop_add"), loop("loop_add_stack")];
  const [saved, savedMask] = [loop("loop_sigsetjmp"), loop("loop_sigsetjmp_mask")];
  const both = layerLists["signals + stack"];
  const guarded = guard(add, [], 0);
  const [withSignals, withBoth] = [guard(add, layerLists.signals, 0), guard(add, both, 0)];
  const limited = guard(add, layerLists["signals + deadline"], 0);
  const limitedOnStack = guard(add, layerLists["signals + deadline + stack"], 0);
  const withStackArguments = guard(addStack, both, STACK_BYTES);
  return {
    [DIRECT]: () => plain(add, TURNS),
    "no layers": () => plain(guarded, TURNS),
    signals: () => plain(withSignals, TURNS),
    "signals + stack": () => plain(withBoth, TURNS),
    "signals + deadline": () => plain(limited, TURNS),
    "signals + deadline + stack": () => plain(limitedOnStack, TURNS),
    [DIRECT_STACK]: () => onStack(addStack, TURNS),
    "signals + stack, 64 bytes of stack arguments": () => onStack(withStackArguments, TURNS),
    "sigsetjmp(env, 0)": () => saved(add, TURNS),
    "sigsetjmp(env, 1)": () => savedMask(add, MASK_TURNS),
  };
}

function guard(address, layers, stackBytes) {
  return gate.wrap(address, { stackBytes, resultBytes: 0 }, { layers }).address;
}
