/**
 * A path by which the loader loads an open file, and which nothing else was ever loaded by in this process: glibc knows the
 * names of what is loaded, and one that has become another file's would give the old library.
 *
 *     /proc/self/fd/././//.//./30        slashes and dots: when it was opened, in binary
 *
 * A number has another file only after it was closed, and so at another time.
 */
export function loadPathOf(fd: number, time = process.hrtime.bigint()): string {
  const marks = [...time.toString(2)].map((digit) => (digit === "1" ? "/." : "/"));
  return `/proc/self/fd${marks.join("")}/${fd}`;
}
