import { InvalidModuleError } from "./binary/invalid-module.js";

/**
 * What names a local variable, a global or a function that the module has not would name what the rewriter adds, if it got
 * so far: only modules that are valid by themselves are rewritten.
 *
 * @throws InvalidModuleError with what the engine says
 */
export function checkValid(bytes: Uint8Array): void {
  const module = bytes as Uint8Array<ArrayBuffer>;
  if (WebAssembly.validate(module)) return;
  const message = compileError(module).replace(/^WebAssembly\.Module\(\): /, "");
  const offset = /@\+(\d+)/.exec(message)?.[1] ?? "0";
  throw new InvalidModuleError(message.replace(/ *@\+\d+$/, ""), Number(offset));
}

function compileError(module: Uint8Array<ArrayBuffer>): string {
  try {
    new WebAssembly.Module(module);
    return "A module that is not valid";
  } catch (error) {
    return (error as Error).message;
  }
}
