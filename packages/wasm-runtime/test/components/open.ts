import { isolate } from "@cofferdam/core";
import { componentPath } from "@cofferdam/testing/wasm/components/build.mjs";
import {
  type ComponentInstance,
  type ComponentOptions,
  component,
} from "../../src/components/index.ts";
import { type WasmOptions, wasm } from "../../src/index.ts";

type Name = Parameters<typeof componentPath>[0];

/** What greeter.wit and villain.wit import of the host. */
export const hosts = {
  greeter: {
    "example:greeter/host": { transform: (text: string) => text.toUpperCase() },
    note: () => {},
  },
  villain: { "example:villain/host": { give: () => {} } },
};

/** Opens a component of testing/wasm/components under limits; after a fault the next call goes in. */
export function openNamed(
  name: Name,
  options: ComponentOptions = {},
  layer: WasmOptions = {},
): Promise<ComponentInstance> {
  const guard = isolate([wasm({ afterFault: "continue", ...layer })]);
  return guard.open(component(componentPath(name), options));
}
