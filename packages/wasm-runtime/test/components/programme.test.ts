import { isolate } from "@cofferdam/core";
import { buildWasmGuests } from "@cofferdam/testing/wasm/build.mjs";
import { type Command, commands } from "@cofferdam/testing/wasm/commands.mjs";
import { buildComponents, componentPath } from "@cofferdam/testing/wasm/components/build.mjs";
import { wasmPath } from "@cofferdam/testing/wasm/paths.mjs";
import { beforeAll, describe, expect, it } from "vitest";
import { component } from "../../src/components/index.ts";
import {
  memoryFiles,
  reportOf,
  WasiExit,
  type WasiOptions,
  wasm,
  wasmModule,
} from "../../src/index.ts";

const BUILD_MS = 300_000;
beforeAll(async () => {
  await buildComponents();
  await buildWasmGuests();
}, BUILD_MS);

const guard = isolate([wasm({ afterFault: "continue" })]);

function worldOf({ args, env = {}, stdin = "", files = {} }: Command): WasiOptions {
  return { args, env, stdin, mounts: { "/data": memoryFiles({ ...files }) } };
}

/** What the program wrote, and whether it could do it. */
async function run(call: () => { readonly report: object }) {
  try {
    const { report } = call();
    return { isDone: true, report };
  } catch (error) {
    const isExit = error instanceof WasiExit && error.exitCode === 0;
    return { isDone: isExit, report: reportOf(error) };
  }
}

describe("a program that is a component, by wasi:cli/run", () => {
  it.each(commands)("$title, as the same program does by preview 1", async (command) => {
    const { stdout, stderr = "", exitCode } = command;
    const program = await guard.open(
      component(componentPath("programme"), { wasi: worldOf(command) }),
    );
    const module = guard.openSync(wasmModule(wasmPath("command"), { wasi: worldOf(command) }));
    const two = await run(() => program.call("run#run"));
    const one = await run(() => module.call("_start"));
    expect(two).toMatchObject({ isDone: exitCode === 0, report: { stdout } });
    expect(one).toMatchObject({ isDone: exitCode === 0, report: { stdout } });
    expect(two.report).toMatchObject({ stderr: expect.stringContaining(stderr) });
  });
});
