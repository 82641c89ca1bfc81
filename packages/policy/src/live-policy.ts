import { EventEmitter } from "node:events";
import { checkKeys, fail, type IsolationLayer, show } from "@cofferdam/core";
import { auditLogOf, auditOptions } from "./audit-sink.js";
import type { PolicyDocument } from "./document.js";
import { FileWatch } from "./file-watch.js";
import type { AuditSink } from "./layers/auditor.js";
import type { LayerFactories } from "./layers/factories.js";
import { layersOf } from "./layers/layers.js";
import type { RulesSource } from "./layers/rules.js";
import { filesBeside, type LoadOptions, loadPolicy } from "./load-policy.js";
import { assertEnforced } from "./plan/plan.js";
import { Policy } from "./policy.js";
import { settingsChanged } from "./settings-changed.js";

export interface WatchOptions extends LoadOptions {
  /**
   * What becomes of targets that are open when another policy comes. "keep": they go on under the policy that they were opened
   * under. "revoke": their calls are refused if the new policy denies them, or has other limits for them.
   */
  readonly onReload?: "keep" | "revoke";
}

interface Events {
  /** Another policy counts from now on. */
  reloaded: [policy: Policy];
  /** What the file says now is refused; the policy that was there counts still. */
  refused: [error: Error];
}

/**
 * A policy that follows its files. Another one takes its place as a whole or not at all: what cannot be read, is not signed, or
 * is not enforced here changes nothing but raises "refused".
 */
export class LivePolicy extends EventEmitter<Events> implements RulesSource, AsyncDisposable {
  readonly path: string;
  readonly onReload: "keep" | "revoke";
  readonly #options: LoadOptions;
  readonly #watch: FileWatch;
  readonly #sink: AuditSink;
  /** What layers were asked for: a policy that one of these cannot enforce is refused. */
  readonly #stacks: LayerFactories[] = [];
  #current: Policy;
  #loading: Promise<void> = Promise.resolve();
  /** Why what the files say now is refused; undefined: it is not. */
  #refused: string | undefined;
  #isClosed = false;

  constructor(path: string, policy: Policy, { onReload = "keep", ...options }: WatchOptions) {
    super();
    this.path = path;
    this.onReload = onReload;
    this.#options = options;
    this.#current = policy;
    this.#sink = auditLogOf(policy.readings);
    this.#watch = new FileWatch(() => void this.reload().catch(() => {}));
    this.#watch.follow(filesOf(policy));
  }

  get current(): Policy {
    return this.#current;
  }

  /** As `policy.layers`: whatever is opened later is opened under the policy that counts then. */
  layers(factories: LayerFactories): IsolationLayer[] {
    assertEnforced(this.#current.plan(factories));
    this.#stacks.push(factories);
    return layersOf(this, factories, this.#sink);
  }

  /**
   * Reads the files now.
   *
   * @throws what refuses the new policy; the old one counts still
   */
  reload(): Promise<void> {
    this.#loading = this.#loading.catch(() => {}).then(() => this.#replace());
    return this.#loading;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#watch.close();
    await this.#loading.catch(() => {});
    this.#watch.close(); // another policy may have come meanwhile
  }

  async #replace(): Promise<void> {
    try {
      const loaded = await loadPolicy(this.path, this.#newest());
      if (isSame(loaded, this.#current)) {
        this.#refused = undefined;
        return;
      }
      const next = new Policy(
        loaded.readings,
        loaded.locks,
        this.#current.generation + 1,
        loaded.serial,
      );
      this.#assertFits(next);
      this.#tell("allow", next); // first: what cannot be logged is not done
      this.#current = next;
    } catch (error) {
      this.#refuse(error as Error);
      throw error;
    }
    this.#refused = undefined;
    this.#watch.follow(filesOf(this.#current));
    this.emit("reloaded", this.#current);
  }

  /** A signed policy is not replaced by one that was signed before it. */
  #newest(): LoadOptions {
    const { minSerial = 0 } = this.#options;
    return { ...this.#options, minSerial: Math.max(minSerial, this.#current.serial) };
  }

  /** Tells it once, and looks again: what is missing may be a file that nobody follows. */
  #refuse(error: Error): void {
    if (!this.#isClosed) this.#watch.again();
    if (error.message === this.#refused) return;
    this.#refused = error.message;
    this.emit("refused", error);
    this.#tell("deny", this.#current, error.message);
  }

  /** @throws ERR_POLICY_UNENFORCED, ERR_POLICY_INVALID */
  #assertFits(next: Policy): void {
    for (const factories of this.#stacks) assertEnforced(next.plan(factories));
    const [before, after] = [this.#current, next].map(({ readings }) => auditOptions(readings));
    if (JSON.stringify(before) !== JSON.stringify(after)) throw settingsChanged(this.path);
  }

  #tell(outcome: "allow" | "deny", policy: Policy, reason?: string): void {
    this.#sink.record({
      kind: "policy",
      target: this.path,
      action: "reload",
      resource: this.path,
      level: outcome === "allow" ? "info" : "error",
      outcome,
      rule: null,
      generation: policy.generation,
      details: {
        sha256: policy.documents.map(({ sha256 }) => sha256),
        ...(reason !== undefined && { reason }),
      },
    });
  }
}

function filesOf({ documents, locks }: Policy): readonly string[] {
  const beside = filesBeside(documents.at(-1) as PolicyDocument);
  const named = locks.flatMap(({ file }) => file ?? []);
  return [...documents.map(({ file }) => file), ...beside, ...named];
}

function isSame(left: Policy, right: Policy): boolean {
  const text = ({ documents, locks }: Policy) =>
    JSON.stringify([
      documents.map(({ file, sha256 }) => [file, sha256]),
      locks.map(({ file, entries }) => [file, [...entries]]),
    ]);
  return text(left) === text(right);
}

/**
 * Reads a policy, and follows its files from now on.
 *
 * @throws ERR_POLICY_INVALID, ERR_POLICY_SIGNATURE, ERR_AUDIT_UNAVAILABLE
 */
export async function watchPolicy(
  path: string = "cofferdam.toml",
  options: WatchOptions = {},
): Promise<LivePolicy> {
  const { onReload, ...load } = options;
  checkKeys(options, ["trustedKeys", "minSerial", "onReload"], "watchPolicy");
  if (onReload !== undefined && onReload !== "keep" && onReload !== "revoke") {
    throw fail(
      "ERR_OPTION_RANGE",
      `Expected "keep" or "revoke" for \`onReload\`, got ${show(onReload)}.`,
    );
  }
  return new LivePolicy(path, await loadPolicy(path, load), options);
}
