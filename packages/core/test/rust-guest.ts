import { execFileSync } from "node:child_process";
import { compileGuest } from "@cofferdam/testing/compile.ts";

/** The path of guests/panicking.rs, compiled; undefined: there is no rustc on this machine. */
export function findRust(): string | undefined {
  try {
    execFileSync("rustc", ["--version"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return compileGuest(new URL("guests/panicking.rs", import.meta.url));
}
