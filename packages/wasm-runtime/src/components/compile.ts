import { fail } from "@cofferdam/core";
import type { Limits } from "../limits.js";
import { type CompileOptions, compile, meterOptionsOf, prepare } from "../program/compile.js";
import type { Program } from "../program/program.js";
import { GLOBALS } from "./instance/globals.js";
import { named } from "./named.js";
import type { ComponentProgram } from "./program.js";
import { checkNames } from "./transpile/check-names.js";
import { checkSync } from "./transpile/check-sync.js";
import { compileGlue } from "./transpile/compile-glue.js";
import { needsOf } from "./transpile/needs.js";
import type { Transpiled } from "./transpile/transpiled.js";

interface Unmetered extends Pick<ComponentProgram, "name" | "sha256"> {
  readonly transpiled: Transpiled;
}

/**
 * Meters and compiles what jco made of a component.
 *
 * @throws ERR_WASM_INVALID
 */
export function compileComponent(
  { name, sha256, transpiled }: Unmetered,
  limits: Limits,
  options: CompileOptions,
): ComponentProgram {
  const { glue, cores } = transpiled;
  checkSync(name, glue);
  const programs = new Map<string, Program>();
  for (const [file, core] of cores)
    programs.set(file, compileCore({ name, sha256, file }, core, limits, options));
  return {
    name,
    sha256,
    cores: programs,
    glue: compileGlue(name, glue, GLOBALS), // after the names were checked that are in it
    needs: needsOf(glue),
  };
}

interface CoreFile {
  /** Of the component, and its digest. */
  readonly name: string;
  readonly sha256: string;
  readonly file: string;
}

function compileCore(
  { name: component, sha256, file }: CoreFile,
  core: Uint8Array,
  limits: Limits,
  { metering, allow }: CompileOptions,
): Program {
  const name = `${component} (${file.replace("component.", "")})`;
  // one budget for all of them needs a host that hands it out: they have no use for "trap"
  const mode = metering === "none" ? "none" : "fuel";
  const options = meterOptionsOf(limits, { metering: mode, allow, stack: "linked" });
  const prepared = prepare({ name, sha256, original: core, options });
  checkNames(component, prepared.manifest);
  if (prepared.manifest.memories.length > 1) throw twoMemories(name);
  return compile({ ...prepared, metered: named(prepared.metered, file) });
}

function twoMemories(name: string): Error {
  return fail(
    "ERR_WASM_INVALID",
    `Cannot run ${name}: expected at most one memory in a core module of a component.`,
  );
}
