/** What of the contract (contract.ts) a module needs, added to it. */
import { KIND, TYPE } from "./binary/opcode.js";
import { Additions } from "./code/additions.js";
import { FuelCode } from "./code/fuel.js";
import type { Plan } from "./code/plan.js";
import type { Survey } from "./code/survey.js";
import { EXPORTED } from "./contract.js";
import { isReadable } from "./module/entities.js";
import { type Export, exportedNames, type Shape } from "./module/shape.js";
import type { Mode } from "./options.js";

export interface Contract {
  readonly plan: Plan;
  /** On top of the module's own; with new indices. */
  readonly exports: readonly Export[];
}

export function addContract(shape: Shape, found: Survey, mode: Mode): Contract {
  const additions = new Additions(shape);
  const { events, charges, leaves, counted, grows } = found;
  const global = (type: number, isNeeded: boolean) =>
    isNeeded ? additions.global(type, 0) : undefined;
  const fuelType = mode === "trap" ? TYPE.I64 : TYPE.I32;
  const fuel = global(fuelType, mode !== "none");
  const stack = global(TYPE.I32, counted?.isAny === true);
  const pages = global(TYPE.I32, grows.memory);
  const elements = global(TYPE.I32, grows.table);
  const plan: Plan = {
    shape,
    events,
    charges,
    additions,
    fuel: fuel === undefined ? undefined : new FuelCode(fuelType, fuel, additions.host),
    stack: stack === undefined || counted === undefined ? undefined : { global: stack, counted },
    pages,
    elements,
    leaves,
  };
  const globals = { fuel, stack, pages, elements };
  const exports = [...limitExports(globals), ...startExport(shape, additions), ...state(shape)];
  return { plan, exports };
}

function limitExports(globals: Readonly<Record<string, number | undefined>>): readonly Export[] {
  return Object.entries(globals).flatMap(([limit, index]) =>
    index === undefined
      ? []
      : [{ name: EXPORTED[limit as "fuel"] as string, kind: KIND.GLOBAL, index }],
  );
}

function startExport({ start }: Shape, additions: Additions): readonly Export[] {
  if (start === undefined) return [];
  return [{ name: EXPORTED.start, kind: KIND.FUNCTION, index: additions.moved(start) }];
}

/** What an instance can be put back to, where the module does not export it anyway. */
function state(shape: Shape): readonly Export[] {
  const { globals, tables, memories } = shape;
  const hidden = (kind: number, prefix: string, all: readonly unknown[]) => {
    const names = exportedNames(shape, kind);
    return all.flatMap((_, index) =>
      names.has(index) ? [] : [{ name: `${prefix}${index}`, kind, index }],
    );
  };
  const canChange = ({ index }: Export) => {
    const each = globals[index];
    return each?.isMutable === true && isReadable(each);
  };
  return [
    ...hidden(KIND.GLOBAL, EXPORTED.global, globals).filter(canChange),
    ...hidden(KIND.TABLE, EXPORTED.table, tables),
    ...hidden(KIND.MEMORY, EXPORTED.memory, memories),
  ];
}
