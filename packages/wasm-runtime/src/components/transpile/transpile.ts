import { Worker } from "node:worker_threads";
import { fail } from "@cofferdam/core";
import { MAX_GLUE_BYTES, MAX_TRANSPILE_MS, TRANSPILE_HEAP_MIB } from "../limits.js";
import { findJco } from "./find-jco.js";
import type { Transpiled } from "./transpiled.js";

const NAME = "component";

/** Not a file: bundled or not, it is the same. What jco takes and gives are bytes and texts, which threads can exchange. */
const THREAD = `
  import { parentPort, workerData } from "node:worker_threads";
  const { generate } = await import(workerData.jco);
  try {
    const { files } = await generate(workerData.bytes, workerData.options);
    parentPort.postMessage({ files });
  } catch (error) {
    parentPort.postMessage({ error: String(error?.message ?? error) });
  }
`;

type Answer = { readonly files: [string, Uint8Array][] } | { readonly error: string };

/**
 * Has jco turn a component to core modules and JavaScript, in a thread that can be ended: a component may be made to take
 * for ever, and jco is not limited as guests are.
 *
 * @param name of the component, for errors
 * @param ms that jco may take
 * @throws ERR_WASM_INVALID, ERR_WASM_COMPONENTS
 */
export async function transpile(
  name: string,
  bytes: Uint8Array,
  ms: number = MAX_TRANSPILE_MS,
): Promise<Transpiled> {
  const answer = await ask(name, bytes, ms);
  if ("error" in answer) throw invalid(name, answer.error);
  const files = new Map(answer.files);
  const glue = files.get(`${NAME}.js`) ?? new Uint8Array(0);
  if (glue.length > MAX_GLUE_BYTES) throw invalid(name, `jco made ${glue.length} bytes of it`);
  const cores = [...files].filter(([file]) => file.endsWith(".wasm"));
  return { glue: new TextDecoder().decode(glue), cores: new Map(cores) };
}

const options = {
  name: NAME,
  instantiation: { tag: "sync" },
  map: [],
  noNodejsCompat: true,
  noTypescript: true,
};

function ask(name: string, bytes: Uint8Array, ms: number): Promise<Answer> {
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`), {
    workerData: { jco: findJco(), bytes, options },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: TRANSPILE_HEAP_MIB },
  });
  return new Promise<Answer>((resolve, reject) => {
    const took = () => reject(invalid(name, `jco took longer than ${ms} ms`));
    const timer = setTimeout(took, ms);
    thread.once("message", resolve);
    thread.once("error", (cause) => reject(invalid(name, cause.message)));
    thread.once("exit", () => reject(invalid(name, "jco ended without an answer")));
    thread.once("exit", () => clearTimeout(timer));
  }).finally(() => thread.terminate());
}

function invalid(name: string, why: string): Error {
  return fail("ERR_WASM_INVALID", `Cannot run ${name} as a component: ${why}.`);
}
