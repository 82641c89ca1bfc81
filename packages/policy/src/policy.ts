import type { IsolationLayer } from "@cofferdam/core";
import { auditLogOf } from "./audit-sink.js";
import { decide } from "./decide/decide.js";
import { assertNarrowing } from "./decide/narrowing.js";
import { Reading } from "./decide/reading.js";
import type { Decision } from "./decision.js";
import { documentFrom, type PolicyDocument } from "./document.js";
import type { LayerFactories } from "./layers/factories.js";
import { layersOf } from "./layers/layers.js";
import type { Rules } from "./layers/rules.js";
import type { Lock } from "./lock/lock.js";
import { assertEnforced, type Plan, planOf } from "./plan/plan.js";
import type { Request } from "./request.js";
import type { PolicyInput } from "./schema/values.js";

/**
 * What guests may do. A policy is a list of documents: something is allowed when all of those that say anything allow it, and
 * the smallest number is the limit. So whatever is added can only take away.
 */
export class Policy implements Rules {
  readonly generation: number;
  readonly readings: readonly Reading[];
  readonly locks: readonly Lock[];
  /** Of the base's signature; 0: it was not asked for. */
  readonly serial: number;

  /**
   * @param readings the narrowest first
   * @param locks that what is loaded has to agree with
   */
  constructor(
    readings: readonly Reading[],
    locks: readonly Lock[] = [],
    generation = 1,
    serial = 0,
  ) {
    this.serial = serial;
    this.readings = Object.freeze([...readings]);
    assertNarrowing(this.readings);
    this.locks = Object.freeze([...locks]);
    this.generation = generation;
    Object.freeze(this);
  }

  /** @param documents the narrowest first, the base last */
  static of(documents: readonly PolicyDocument[], locks: readonly Lock[] = [], serial = 0): Policy {
    const last = documents.length - 1;
    const readings = documents.map((document, index) => new Reading(document, index === last));
    return new Policy(readings, locks, 1, serial);
  }

  get documents(): readonly PolicyDocument[] {
    return this.readings.map(({ document }) => document);
  }

  /** What the policy says to a request. Nothing is recorded. */
  decide(request: Request): Decision {
    return decide(this.readings, request) as Decision; // the base has a default for all that can be asked
  }

  /**
   * This policy, with less allowed: whatever either denies is denied.
   *
   * @param other another policy, or keys and values as a TOML file has them; of those, what is left out stays as it is
   * @param folder where relative paths among the values begin
   * @throws ERR_POLICY_INVALID
   */
  narrow(other: Policy | PolicyInput, folder?: string): Policy {
    const added =
      other instanceof Policy ? other.readings : [new Reading(documentFrom(other, folder), false)];
    const locks = other instanceof Policy ? [...other.locks, ...this.locks] : this.locks;
    return new Policy([...added, ...this.readings], locks, this.generation, this.serial);
  }

  /** What enforces each key here. May be slow: it asks every layer. */
  plan(factories: LayerFactories): Plan {
    return planOf(this, factories);
  }

  /**
   * The whole stack, for `isolate`: outermost the policy itself, then each layer that there is a factory for.
   *
   * @throws ERR_POLICY_UNENFORCED, with all keys that nothing here enforces; ERR_AUDIT_UNAVAILABLE
   */
  layers(factories: LayerFactories): IsolationLayer[] {
    assertEnforced(this.plan(factories));
    return layersOf({ current: this, onReload: "keep" }, factories, auditLogOf(this.readings));
  }
}
