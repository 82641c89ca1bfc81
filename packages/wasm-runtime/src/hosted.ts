/** In a process that a layer has started: what a module is opened and called by, as its host's side does (remote/process-peer.ts). */
import type { Target } from "@cofferdam/core";
import { ProgramCache } from "./cache/program-cache.js";
import type { WasmInstance } from "./instance/wasm-instance.js";
import { worldOf } from "./instance/world-of.js";
import { openContinuing } from "./open-continuing.js";
import { OpenModule } from "./open-module.js";
import { meterOptionsOf, type Running } from "./program/compile.js";
import type { Program } from "./program/program.js";
import { checkMounts } from "./remote/check-mounts.js";
import type { AnswerInParts, OpenedOrThrown } from "./remote/checks.js";
import type { Reach, Reached, Request } from "./remote/messages.js";
import { Packing, type PortableGranted } from "./remote/packing.js";
import { isLarge, joined, pieceAt } from "./remote/pieces.js";
import { Relay, type Serve } from "./remote/relay.js";
import { RemoteInstance } from "./remote/remote-instance.js";
import { RequestRunner } from "./remote/request-runner.js";
import { ToldErrors } from "./remote/told-errors.js";
import { unpacked } from "./remote/unpacked.js";
import { stackUnitsHere } from "./stack-units.js";
import { resourcesFor } from "./worker/resources.js";
import { WorkerPlace } from "./worker/worker-place.js";
import { WorkerThread } from "./worker/worker-thread.js";

/** What the host's side calls. */
export interface HostedExports {
  /** More bytes of the module, or of a payload. */
  add(piece: Uint8Array): void;
  open(granted: PortableGranted, serve: Serve): Promise<OpenedOrThrown>;
  run(request: Request): Promise<AnswerInParts>;
  /** More bytes of the last answer. */
  rest(at: number): Uint8Array;
  reach(reach: Reach): Promise<Reached>;
}

/**
 * @param name of the module, for errors
 * @param running as the host's side has it
 * @param asksHost it is granted functions of the host, which take their time here: only a thread can stand still for them
 */
export function hosted(
  name: string,
  running: Running,
  asksHost: boolean,
): Target<{ readonly exports: HostedExports }> {
  const { limits, worker, allow } = running;
  const needsThread = worker || asksHost || limits.stackDepth > stackUnitsHere();
  return {
    kind: "wasm",
    name,
    async load() {
      // before the process is sealed: Node starts no thread in it from then on
      const thread = needsThread ? new WorkerThread(resourcesFor(limits, allow.gc)) : undefined;
      await thread?.up;
      return { exports: exportsOf(new Hosted(name, running, thread)) };
    },
  };
}

function exportsOf(hosted: Hosted): HostedExports {
  return {
    add: (piece) => hosted.add(piece),
    open: (granted, serve) => hosted.open(granted, serve),
    run: (request) => hosted.run(request),
    rest: (at) => hosted.rest(at),
    reach: (reach) => hosted.reach(reach),
  };
}

class Hosted implements HostedExports {
  readonly #name: string;
  readonly #running: Running;
  readonly #thread: WorkerThread | undefined;
  readonly #errors = new ToldErrors();
  readonly #relay = new Relay(this.#errors);
  readonly #pieces: Uint8Array[] = [];
  #runner: RequestRunner | undefined;
  #large = new Uint8Array(0);

  constructor(name: string, running: Running, thread: WorkerThread | undefined) {
    this.#name = name;
    this.#running = running;
    this.#thread = thread;
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
  }

  async open(granted: PortableGranted, serve: Serve): Promise<OpenedOrThrown> {
    this.#relay.bind(serve);
    try {
      const { limits } = this.#running;
      const programs = new ProgramCache(meterOptionsOf(limits, this.#running), 0);
      const bytes = joined(this.#pieces.splice(0));
      checkMounts(this.#name, granted);
      const program = programs.programOf(this.#name, bytes);
      const instance = await this.#instanceOf(program, granted);
      this.#runner = new RequestRunner(instance, this.#errors);
      return { opened: this.#runner.opened };
    } catch (error) {
      return { thrown: this.#errors.tell(error) };
    }
  }

  async run(request: Request): Promise<AnswerInParts> {
    const pieces = this.#pieces.splice(0);
    const whole = pieces.length === 0 ? request : { ...request, payload: joined(pieces) };
    const answer = await (this.#runner as RequestRunner).run(whole as Request);
    const isOver = this.#thread?.isOver ?? false;
    if (!isLarge(answer.value)) return { ...answer, isOver };
    this.#large = new Uint8Array(answer.value);
    return { ...answer, value: undefined, size: this.#large.length, isOver };
  }

  rest(at: number): Uint8Array {
    return pieceAt(this.#large, at);
  }

  reach(reach: Reach): Promise<Reached> {
    return this.#relay.reach(reach);
  }

  #instanceOf(program: Program, granted: PortableGranted): Promise<WasmInstance> {
    const made = unpacked(granted, (portable) => this.#relay.functionFor(portable));
    const { limits } = this.#running;
    return openContinuing<WasmInstance>(this.#name, (walls) => {
      const thread = this.#thread;
      if (thread === undefined)
        return new OpenModule(program, limits, worldOf(made, limits), walls);
      const packing = new Packing(this.#name, made);
      const place = new WorkerPlace(program, limits, packing.granted, () => thread);
      const { functions } = packing;
      return RemoteInstance.open({ name: this.#name, functions, place, walls, mode: "wasm" });
    });
  }
}
