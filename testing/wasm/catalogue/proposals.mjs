// Honest guests that use one part of WebAssembly each.

import { call, kernel, needing } from "./honest-row.mjs";

export const proposals = [
  kernel(
    "bulk_memory",
    "fills and copies in bulk",
    [
      call("memory", [], [3761405300627878192n, 2392593592707199537n]),
      call("table", [], 3122),
      call("run", [100], 1),
    ],
    [500],
  ),
  kernel(
    "function_table",
    "calls through tables",
    [
      call("apply", [0, 7, 5], 12),
      call("apply", [1, 7, 5], 2),
      call("apply", [2, 7, 5], 35),
      call("double_twice", [3], 12),
      call("run", [1000], -1100723213),
    ],
    [1000000],
  ),
  kernel("multi_value", "returns several values", [
    call("divide", [47, 5], [9, 2]),
    call("gcd", [1071, 462], 21),
    call("count", [], [1, 2n, 3, 4, 5, 6n, 7, 8]),
  ]),
  kernel("reference_types", "keeps the host's references", [
    call("run", [], 8),
    call("room", [], 2),
  ]),
  kernel("state", "remembers", [
    call("run", [], [1, 0, 1n, 1, 0.5, 1]),
    call("change", [], undefined),
    call("run", [], [2, 77, 3n, 6, 1, 2]),
    call("grow", [], 1),
    call("grow_table", [], 2),
  ]),
  kernel("numbers", "converts numbers", [
    call("extend8", [128], -128),
    call("extend32", [0x80000000n], -0x80000000n),
    call("saturate", [1e300], 2147483647),
    call("saturate_u64", [-5], 0n),
    call("bits", [1], 0x3ff0000000000000n),
    call("popcount", [-1n], 64n),
    call("nearest", [2.5], 2),
  ]),
  needing(["extended_const"], "extended_const", "computes its constants", [
    call("run", [], 42),
    call("loaded", [], 0x64636261),
  ]),
  needing(["simd"], "simd", "computes with vectors", [
    call("reverse", [], 0x090a0b0c0d0e0f10n),
    call("squares", [], 67306015),
    call("run", [1000], 3003000),
  ]),
  needing(["relaxed_simd"], "relaxed_simd", "computes with relaxed vectors", [
    call("run", [], 20.5),
    call("swizzle", [], 8),
  ]),
  needing(["tail_calls"], "tail_calls", "calls in tail position", [
    call("is_even", [1000000], 1),
    call("is_even", [1000001], 0),
    call("run", [1000000], 250000000000n),
  ]),
  needing(["legacy_exceptions"], "legacy_exceptions", "throws and catches by the first proposal", [
    call("caught", [0], 7),
    call("caught", [1], 11),
    call("caught", [2], 1022),
    call("caught", [3], 34),
    call("caught", [4], 44),
    call("run", [1000], 500500),
  ]),
  needing(["exceptions"], "exceptions", "throws and catches by the second proposal", [
    call("caught", [0], 7),
    call("caught", [1], 11),
    call("caught", [2], 1022),
    call("caught", [3], 33),
    call("with_reference", [], 44),
    call("run", [1000], 500500),
  ]),
  needing(["memory64"], "memory64", "addresses its memory with 64 bits", [
    call("load", [8n], 0x0807060504030201n),
    call("size", [], 1n),
    call("grow", [1n], 1n),
    call("run", [1000n], 72340172838576165n),
  ]),
  needing(["multi_memory"], "multi_memory", "has three memories", [
    call("sizes", [], [1, 1, 1]),
    call("run", [], [0x64424161, 0x2a2a4241, 0x78776261]),
    call("sum", [1000], 499500),
    call("grow_second", [2], 1),
  ]),
  needing(["typed_references"], "typed_references", "calls through typed references", [
    call("run", [], 112),
    call("count_down", [1000000], 9),
  ]),
  needing(["gc"], "gc", "keeps its data on the engine's heap", [
    call("run", [1000], 500500),
    call("array", [100, 42], 42),
    call("casts", [], 16),
  ]),
  needing(["threads"], "threads", "has a shared memory", [
    call("run", [], [9, 40n]),
    call("add", [1000], 1000),
    call("wait", [1], 1),
  ]),
];
