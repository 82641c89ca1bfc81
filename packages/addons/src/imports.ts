import { fail } from "@cofferdam/core";

/** V8's and Node's C++ functions: calls of NAN addons and of those older than Node-API. */
const FORBIDDEN = /^_Z(?:T\w)?NK?(?:2v8|4node)|^node_module_register$/;

/** @throws ERR_ADDON_UNSUPPORTED for an addon that is not built on Node-API alone */
export function assertNodeApi(path: string, imports: readonly string[]): void {
  const symbol = imports.find((name) => FORBIDDEN.test(name));
  if (symbol === undefined) return;
  throw fail(
    "ERR_ADDON_UNSUPPORTED",
    `Cannot guard ${path}: it uses V8 directly (${symbol}), as addons built with NAN do. ` +
      "Only Node-API addons can be guarded; use a version of the package that is one.",
  );
}

/** Does it hand itself to Node while it is being loaded? Addons built with headers before Node 22 may. */
export function registersItself(imports: readonly string[]): boolean {
  return imports.includes("napi_module_register");
}

/** Functions that call it back without Node-API in between. */
export function callsAroundTheGate(imports: readonly string[]): readonly string[] {
  return imports.filter((name) => name.startsWith("uv_"));
}
