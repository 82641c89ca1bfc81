import type { Library } from "@cofferdam/ffi";

const CALLS = 200;

/** Of calls one after the other. @throws when one is wrong */
export function microsecondsPerCall(libc: Library): string {
  const abs = libc.func("int abs(int number)");
  const before = performance.now();
  for (let number = 1; number <= CALLS; number++) {
    if (abs(-number) !== number) throw new Error(`abs(${-number}) was wrong`);
  }
  const each = ((performance.now() - before) * 1000) / CALLS;
  return each.toFixed(each < 10 ? 1 : 0);
}
