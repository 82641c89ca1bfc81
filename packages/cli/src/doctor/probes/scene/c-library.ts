import { platformName } from "@cofferdam/core";

/** What dlopen knows the C library by: every guest here is one of its functions, as a doctor carries no compiler. */
export const cLibrary =
  process.platform === "darwin"
    ? "libSystem.B.dylib"
    : process.platform === "win32"
      ? "msvcrt.dll"
      : linuxName();

function linuxName(): string {
  if (!platformName().endsWith("-musl")) return "libc.so.6";
  return `libc.musl-${process.arch === "x64" ? "x86_64" : "aarch64"}.so.1`;
}
