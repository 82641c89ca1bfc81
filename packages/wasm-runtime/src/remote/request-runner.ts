import { reportOf } from "../instance/report-of.js";
import type { Reported, WasmInstance } from "../instance/wasm-instance.js";
import type { Answer, Opened, Request } from "./messages.js";
import type { ToldErrors } from "./told-errors.js";
import { checkedValue } from "./values.js";

/** Where a module runs: does what the host asks of it. */
export class RequestRunner {
  readonly #instance: WasmInstance;
  readonly #errors: ToldErrors;
  /** Calls of each export that the host was told of. */
  readonly #told = new Map<string, number>();

  constructor(instance: WasmInstance, errors: ToldErrors) {
    this.#instance = instance;
    this.#errors = errors;
  }

  get opened(): Opened {
    const { sha256, exports } = this.#instance;
    const isFunction = (name: string) => typeof exports[name] === "function";
    const told = Object.keys(exports).map((name) => ({ name, isFunction: isFunction(name) }));
    return { sha256, exports: told };
  }

  /** Does not reject. */
  async run(request: Request): Promise<Answer> {
    this.#errors.clear();
    try {
      if (request.isRestored) this.#instance.reopen();
      const { value, report } = await this.#do(request);
      return { value: checkedValue(value, "a result"), report, calls: this.#newCalls() };
    } catch (error) {
      const thrown = this.#errors.tell(error);
      return { thrown, report: reportOf(error), calls: this.#newCalls() };
    }
  }

  #newCalls(): Answer["calls"] {
    return this.#instance.status().functions.flatMap(({ symbol, calls }) => {
      const told = this.#told.get(symbol) ?? 0;
      this.#told.set(symbol, calls);
      return calls > told ? [[symbol, calls - told] as const] : [];
    });
  }

  async #do(request: Request): Promise<Partial<Reported<unknown>>> {
    const { call, exports, invoke } = this.#instance;
    if (request.kind === "invoke") {
      return request.isMeasured
        ? invoke.async(request.payload, { report: true })
        : { value: await invoke.async(request.payload) };
    }
    const { symbol, args } = request;
    return request.isMeasured
      ? call.async(symbol, ...args)
      : { value: await exports[symbol].async(...args) };
  }
}
