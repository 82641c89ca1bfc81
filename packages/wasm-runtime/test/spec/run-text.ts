import { runScript, type Transform } from "@cofferdam/testing/wasm-spec/script/run-script.mjs";
import { assembleScript } from "@cofferdam/testing/wasm-spec/wast/assemble-script.mjs";

/** @returns the results of a script that is written in the suite's language */
export async function resultsOf(
  text: string,
  transform?: Transform | undefined,
): Promise<readonly string[]> {
  const { commands, modules } = await assembleScript(text);
  const read = (filename: string) => Buffer.from(modules[filename] ?? "", "base64");
  const options = transform === undefined ? { read } : { read, transform };
  return [...runScript(commands, options)].map(({ result }) => result);
}
