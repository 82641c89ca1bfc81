/** What the layers that are there can do on this machine. */
import type { IsolationLayer, Support } from "@cofferdam/core";
import type { KeyPath, Reading } from "../decide/reading.js";
import type { LayerFactories } from "../layers/factories.js";
import { afterFaults, strictest } from "../limits/strictest.js";
import type { Mechanism } from "./mechanism.js";

/** @param path of the key that it is to enforce */
export type Probes = (mechanism: Mechanism, path: KeyPath) => Support;

/** Packages to install, by factory. */
const packages: Readonly<Record<string, string>> = {
  processHelper: "@cofferdam/process-helper",
  signals: "@cofferdam/signals",
  deadline: "@cofferdam/signals",
  stack: "@cofferdam/stack",
  memory: "@cofferdam/memory",
  wasm: "@cofferdam/wasm-runtime",
  script: "@cofferdam/script",
};

/** Options without which a layer cannot be made. */
const least: Readonly<Record<string, object>> = {
  deadline: { timeout: 1000 },
  wasm: { limits: {} },
};

export function probesOf(factories: LayerFactories, readings: readonly Reading[]): Probes {
  const made = new Map<string, Support>();
  const excluded = exclusions(factories, readings);
  return (mechanism, path) => {
    const { layer, pieces } = mechanism;
    const reason = excluded.find(([applies]) => applies(mechanism, path))?.[1];
    if (reason !== undefined) return no(reason);
    if (layer === "policy") return { supported: true };
    const support = made.get(layer) ?? supportOf(factories, layer);
    made.set(layer, support);
    return support.supported && pieces ? pieceSupport(support, pieces) : support;
  };
}

type Exclusion = readonly [applies: (mechanism: Mechanism, path: KeyPath) => boolean, why: string];

/** What other keys of the policy keep a mechanism from. */
function exclusions(factories: LayerFactories, readings: readonly Reading[]): readonly Exclusion[] {
  const helper = factories.processHelper !== undefined;
  const isOwn = helper && readings.at(-1)?.get(["ffi", "helper"]) !== undefined;
  const after = strictest(readings, ["signals", "after_fault"], afterFaults);
  const promotes = helper && after === "promote";
  const isOfModules = (path: KeyPath) => path[0] === "modules";
  return [
    [({ onlyHere }) => onlyHere === true && helper, "a helper loads it, where nobody looks at it"],
    [
      ({ confines }, path) => isOwn && confines === true && !isOfModules(path),
      "`ffi.helper` starts another program, and nothing confines that",
    ],
    [
      ({ layer, strength }, path) =>
        promotes && layer === "processHelper" && strength === "kernel" && !isOfModules(path),
      '`after_fault = "promote"` has it called in this process until its first fault',
    ],
  ];
}

function supportOf(factories: LayerFactories, name: string): Support {
  const make = factories[name as keyof LayerFactories] as
    | ((options: object) => IsolationLayer)
    | undefined;
  if (make === undefined) return no(`no layer ${name} is given (${packages[name]} has it)`);
  const layer = make(least[name] ?? {});
  const support = layer.probe?.() ?? { supported: true };
  if (!support.supported) return no(`${layer.name} cannot be used here: ${support.reason}`);
  return { ...support, details: { proof: `${layer.name} can be used here`, ...support.details } };
}

interface PieceReport {
  readonly piece: string;
  readonly applied: boolean;
  readonly reason?: string;
}

function pieceSupport(
  { details }: Support & { supported: true },
  pieces: readonly string[],
): Support {
  const report = (details?.confinement ?? []) as readonly PieceReport[];
  const found = report.filter(({ piece }) => pieces.includes(piece));
  const holding = found.find(({ applied }) => applied);
  if (holding) return yes(`the launcher applied ${holding.piece} in a trial`);
  const reason = found.find((piece) => piece.reason !== undefined)?.reason;
  return no(`${pieces.join(" or ")} is missing here${reason === undefined ? "" : `: ${reason}`}`);
}

function yes(proof: string): Support {
  return { supported: true, details: { proof } };
}

function no(reason: string): Support {
  return { supported: false, reason };
}
