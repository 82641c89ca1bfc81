// Honest guests that compute something: what tests and benchmarks run. Their values were computed in other ways too.

import { call, kernel } from "./honest-row.mjs";

export const kernels = [
  kernel("nop", "does nothing", [call("nop", [7], 7)]),
  kernel(
    "sha256",
    "computes SHA-256",
    [call("run", [1], 820070741), call("run", [4], -1882579514)],
    [1],
  ),
  kernel(
    "matmul",
    "multiplies matrices",
    [call("run", [64], 3928505), call("run", [200], 119986555)],
    [200],
  ),
  {
    ...kernel(
      "matmul_simd",
      "multiplies matrices with vectors",
      [call("run", [64], 3928505), call("run", [200], 119986555)],
      [256],
    ),
    needs: ["simd"],
  },
  kernel(
    "quicksort",
    "sorts numbers",
    [call("run", [1000], 837225314), call("run", [100000], 1939452688)],
    [100000],
  ),
  kernel(
    "qsort",
    "sorts numbers with libc's qsort",
    [call("run", [1000], 837225314), call("run", [100000], 1939452688)],
    [50000],
  ),
  kernel("string_sort", "sorts texts", [call("run", [1000], 591655290)], [5000]),
  kernel(
    "sieve",
    "counts primes",
    [call("run", [100000], 9592), call("run", [1000000], 78498)],
    [2000000],
  ),
  kernel("fib", "does nothing but call itself", [call("run", [20], 6765)], [28]),
  kernel("sum", "adds up an array", [call("run", [10], 21474508800n)], [200]),
  kernel("crc32", "computes CRC-32", [call("run", [100000], -1888592356)], [1000000]),
  kernel("base64", "encodes and decodes base64", [call("run", [30000], -1310563857)], [196608]),
  kernel(
    "matrix",
    "solves linear equations",
    [call("run", [10], 55), call("run", [100], 5050)],
    [128],
  ),
  kernel(
    "json",
    "parses and writes JSON",
    [call("run", [10], 1747424929), call("run", [1000], -2111338718)],
    [1000],
  ),
];
