import * as z from "zod/mini";
import { keyText, parseKey } from "../../toml/key-text.js";
import type { ValueType } from "../table.js";

/** A key of the policy; whether there is one of this name is looked up later. Normalised: in quotes where it has to be. */
export function keyName(): ValueType<string> {
  const error = "a key, such as `ffi.sandbox.process.memory`";
  const schema = z.pipe(
    z.string({ error }),
    z.transform((given: string, { issues }) => {
      const names = parseKey(given);
      if (names === undefined) issues.push({ code: "custom", message: error, input: given });
      return names === undefined ? given : keyText(names);
    }),
  );
  return { name: "key", schema };
}
