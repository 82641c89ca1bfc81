const KIB = 1024;
const MIB = KIB * KIB;

/** The guest touches each byte once, by libc's vector code: the least that a call does with a buffer. */
const fill = "void *memset(void *bytes, int value, size_t count)";
const search = "void *memchr(const void *bytes, int value, size_t count)";

/** The calls that memory measures. */
export const cases = [
  { name: "memset, 64 B", bytes: 64, prototype: fill, call: "f(i & 1)", count: 1000 },
  { name: "memset, 4 KiB", bytes: 4 * KIB, prototype: fill, call: "f(i & 1)", count: 1000 },
  { name: "memset, 1 MiB", bytes: MIB, prototype: fill, call: "f(i & 1)", count: 10 },
  { name: "memchr, 64 B, const", bytes: 64, prototype: search, call: "f(255)", count: 1000 },
  { name: "memchr, 4 KiB, const", bytes: 4 * KIB, prototype: search, call: "f(255)", count: 1000 },
  { name: "memchr, 1 MiB, const", bytes: MIB, prototype: search, call: "f(255)", count: 10 },
];
