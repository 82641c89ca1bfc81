/** The module `spectest` that the testsuite imports from. */

import type { NumberType } from "../interpreter/decode/model.ts";
import {
  type Extern,
  Func,
  Global,
  type HostFunction,
  Memory,
  Table,
} from "../interpreter/machine/entities.ts";
import type { Machine } from "../interpreter/machine/machine.ts";
import { writeGlobal } from "../interpreter/machine/values.ts";

const PRINTS: Readonly<Record<string, readonly NumberType[]>> = {
  print: [],
  print_i32: ["i32"],
  print_i64: ["i64"],
  print_f32: ["f32"],
  print_f64: ["f64"],
  print_i32_f32: ["i32", "f32"],
  print_f64_f64: ["f64", "f64"],
};

export function spectest(machine: Machine): Record<string, Extern | HostFunction> {
  const globals = (["i32", "i64", "f32", "f64"] as const).map((type) => {
    const global = new Global(type, false);
    writeGlobal(machine, global, type === "i64" ? 666n : 666);
    return [`global_${type}`, global] as const;
  });
  const prints = Object.entries(PRINTS).map(([name, params]) => {
    return [name, new Func({ params, results: [] }, { host: () => undefined })] as const;
  });
  const limits = { wide: false };
  return {
    ...Object.fromEntries([...globals, ...prints]),
    table: new Table({ element: "funcref", initial: 10, maximum: 20, ...limits }, null),
    memory: new Memory({ initial: 1, maximum: 2, ...limits }),
  };
}
