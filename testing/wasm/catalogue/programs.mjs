// Honest guests of other languages, and those that talk to the host.

import { call, kernel } from "./honest-row.mjs";

export const programs = [
  {
    ...kernel(
      "texts",
      "is written in AssemblyScript",
      [call("run", [1000], 294), call("churn", [50], 24975000)],
      [2000],
    ),
    linking: "env",
    imports: () => ({ env: { abort: (...where) => fail(`AssemblyScript aborted: ${where}`) } }),
  },
  {
    ...kernel(
      "shapes",
      "is written in C++",
      [call("constructors", [], 43), call("run", [100], 166754)],
      [10000],
    ),
    linking: "wasi",
  },
  {
    ...kernel("plugin", "speaks the plugin ABI", [call("take_outcome", [], 0)]),
    linking: "env",
    imports: ({ memory }) => ({ env: { host_transform: upperCase(memory) } }),
  },
  {
    ...kernel("callbacks", "calls the host and is called back", [
      call("sum", [10], 385),
      call("descend", [20], 210),
    ]),
    linking: "env",
    imports: (guest) => ({
      env: { transform: (n) => n * n, again: (depth) => guest.call("descend", depth) },
    }),
  },
  {
    ...kernel("imports", "imports one of everything", [
      call("run", [], 57.25),
      call("run", [], 58.25),
    ]),
    linking: "env",
    imports: () => ({
      env: {
        add: (a, b, c, d) => a + Number(b) + c + d + 0.25,
        memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }),
        table: new WebAssembly.Table({ initial: 2, maximum: 4, element: "anyfunc" }),
        constant: new WebAssembly.Global({ value: "i32" }, 46),
        counter: new WebAssembly.Global({ value: "i32", mutable: true }, 0),
      },
    }),
  },

  { ...kernel("command", "is a WASI program", []), linking: "command" },
];

/** What plugin.c asks of its host: the same bytes in capitals, or a refusal of what does not fit. */
function upperCase(memory) {
  return (at, length, to, capacity) => {
    const text = Buffer.from(memory(), at, length).toString("latin1").toUpperCase();
    return length > capacity ? -1 : Buffer.from(memory()).write(text, to, "latin1");
  };
}

function fail(why) {
  throw new Error(why);
}
