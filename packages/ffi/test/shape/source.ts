/**
 * The C of random functions. Each one, called by JavaScript, keeps its arguments in `captured` and returns its
 * result; `call_f0(callback)` calls JavaScript the same way round. `stack_f0()` tells how many bytes of
 * arguments the compiler itself finds on the stack: where a variadic twin's further arguments would begin.
 */
import { assignments, type Signature, type Value } from "./signatures.js";
import { type Aggregate, aggregatesOf, leavesOf, type Type } from "./types.js";

const prelude = `
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

unsigned char captured[16384];
int captured_bytes;
int crash;

static void capture(const void *leaf, size_t size) {
  memcpy(captured + captured_bytes, leaf, size);
  captured_bytes += (int)size;
}

static void crash_if_asked(void) {
  if (crash) *(volatile int *)8 = 1;
}
`;

export function sourceOf(signatures: readonly Signature[]): string {
  const types = signatures.flatMap(({ parameters, result }) =>
    [...parameters, ...(result ? [result] : [])].flatMap(({ type }) => aggregatesOf(type)),
  );
  const functions = signatures.flatMap((signature) => [
    callee(signature),
    caller(signature),
    prober(signature),
  ]);
  return [prelude, ...types.map(declaration), ...functions].join("\n");
}

function declaration({ kind, name, members }: Aggregate): string {
  const fields = members.map(([member, type]) => `${declared(type, member)};`).join(" ");
  const packed = kind === "packed" ? "__attribute__((packed)) " : "";
  return `typedef ${kind === "union" ? "union" : "struct"} ${packed}{ ${fields} } ${name};`;
}

function declared(type: Type, name: string): string {
  return type.kind === "array" ? `${type.of.name} ${name}[${type.length}]` : `${type.name} ${name}`;
}

const typeOf = (value: Value | undefined) => value?.type.name ?? "void";
const named = (parameters: readonly Value[]) =>
  parameters.map(({ type }, index) => declared(type, `p${index}`));

function captures(variable: string, type: Type): string {
  return leavesOf(type)
    .map(({ path }) => `capture(&${variable}${path}, sizeof ${variable}${path});`)
    .join(" ");
}

function variable(name: string, value: Value): string {
  return `${declared(value.type, name)}; memset(&${name}, 0, sizeof ${name}); ${assignments(name, value)}`;
}

function callee({ name, parameters, result }: Signature): string {
  return `${typeOf(result)} ${name}(${named(parameters).join(", ") || "void"}) {
    ${parameters.map(({ type }, index) => captures(`p${index}`, type)).join("\n    ")}
    crash_if_asked();
    ${result ? `${variable("r", result)} return r;` : ""}
  }`;
}

function caller({ name, parameters, result }: Signature): string {
  const call = `((${typeOf(result)} (*)(${named(parameters).join(", ") || "void"}))callback)(${parameters
    .map((_, index) => `p${index}`)
    .join(", ")})`;
  return `void call_${name}(void *callback) {
    ${parameters.map((value, index) => variable(`p${index}`, value)).join("\n    ")}
    ${result ? `${declared(result.type, "r")} = ${call}; ${captures("r", result.type)}` : `${call};`}
    crash_if_asked();
  }`;
}

function prober({ name, parameters, result }: Signature): string {
  if (parameters.length === 0) return `long stack_${name}(void) { return 0; }`;
  const last = parameters.length - 1;
  return `static long found_${name};
  static __attribute__((noinline)) ${typeOf(result)} twin_${name}(${named(parameters).join(", ")}, ...) {
    va_list rest;
    va_start(rest, p${last});
    found_${name} = (char *)rest->overflow_arg_area - (char *)__builtin_frame_address(0) - 16;
    va_end(rest);
    ${result ? `${declared(result.type, "r")}; memset(&r, 0, sizeof r); return r;` : ""}
  }
  long stack_${name}(void) {
    char result[1024];
    void (*volatile twin)(void *) = (void *)twin_${name}; // volatile: the compiler would see the lie
    twin(result);
    return found_${name};
  }`;
}
