/** What is loaded, and what the policy is asked about it: one file, opened once, wherever a target is a file. */
import { closeSync } from "node:fs";
import {
  Admission,
  admitAll,
  libraryPolicy,
  MAX_LOADED_LIBRARIES,
  openRegularFile,
  pathOfDescriptor,
} from "@cofferdam/admission";
import type { Opening, Target } from "@cofferdam/core";
import { digestOf } from "../files/digest.js";
import { readBytes } from "../files/read-bytes.js";
import { checkLock } from "../lock/check-lock.js";
import { MAX_LOCKED_BYTES } from "../lock/limits.js";
import { lockError } from "../lock/lock-error.js";
import type { LockSubject } from "../lock/subject.js";
import type { Request, SubjectKind } from "../request.js";
import { enforcing } from "./enforce.js";
import { libraryOptions } from "./library-options.js";
import type { WasmModule } from "./opened.js";
import type { Rules } from "./rules.js";
import { wasmModuleOf } from "./wasm-module.js";

export interface Admitted<Handle> {
  readonly request: Request;
  /** What is loaded in place of the target. */
  readonly target: Target<Handle>;
  readonly files: readonly string[];
  readonly wasm?: WasmModule;
  readonly release: () => void;
}

/** @throws LibraryRefusal, or what open(2) says */
export function admit<Handle>(opening: Opening<Handle>, rules: Rules): Admitted<Handle> {
  const { target, inner } = opening;
  if (target.kind === "addon" && rules.locks.length > 0 && inner.some(({ moves }) => moves)) {
    throw lockError(
      `Expected ${target.name} in this process, where a lock can be held against its files, got a helper. ` +
        "Open it without processHelper, or leave out the lock.",
      { problem: "unlisted", path: target.name },
    );
  }
  if (target.kind === "library") return admitLibrary(opening, rules);
  if (target.file !== undefined) return admitFile(target, target.file, rules);
  return {
    request: load(target.kind as SubjectKind, target.name),
    target,
    files: [],
    release: () => {},
  };
}

function admitLibrary<Handle>({ target }: Opening<Handle>, rules: Rules): Admitted<Handle> {
  const admitted = admitAll(admissionUnder(rules), target.file?.path ?? target.name);
  const release = () => admitted[Symbol.dispose]();
  for (const library of admitted.libraries) {
    assertLocked(rules, { kind: "library", path: library.realPath, content: library.fd }, release);
  }
  const { realPath, sha256 } = admitted.libraries.at(-1) as (typeof admitted.libraries)[number];
  const paths = admitted.libraries.map(({ loadPath }) => loadPath);
  return {
    request: { ...load("library", realPath), ...(sha256 !== undefined && { sha256 }) },
    target: target.file?.at(paths.pop() as string, paths) ?? target,
    files: admitted.libraries.map((library) => library.realPath),
    release,
  };
}

/** @throws ERR_POLICY_LOCK, and lets go of what was held */
function assertLocked({ locks }: Rules, subject: LockSubject, release: () => void): void {
  try {
    for (const lock of locks) checkLock(lock, subject);
  } catch (error) {
    release();
    throw error;
  }
}

const admissions = new WeakMap<Rules, Admission>();

/** What it counts is left to whoever knows of all generations. */
function admissionUnder(rules: Rules): Admission {
  let admission = admissions.get(rules);
  if (admission === undefined) {
    const options = libraryOptions(enforcing(rules.readings));
    const policy = libraryPolicy(
      { ...options, maxLoadedLibs: MAX_LOADED_LIBRARIES },
      process.cwd(),
    );
    admission = new Admission(policy);
    admissions.set(rules, admission);
  }
  return admission;
}

type FileOf<Handle> = NonNullable<Target<Handle>["file"]>;

function admitFile<Handle>(
  target: Target<Handle>,
  file: FileOf<Handle>,
  rules: Rules,
): Admitted<Handle> {
  const { fd } = openRegularFile(file.path);
  const release = () => closeSync(fd);
  try {
    const path = pathOfDescriptor(fd) ?? file.path;
    const kind = target.kind as SubjectKind;
    const bytes = readBytes(fd, MAX_LOCKED_BYTES);
    if (kind === "wasm") assertLocked(rules, { kind, path, content: bytes }, () => {});
    return {
      request: { ...load(kind, path), sha256: digestOf(bytes) },
      target: file.at(`/proc/self/fd/${fd}`, []),
      files: [],
      ...(kind === "wasm" && { wasm: wasmModuleOf(bytes, path, rules) }),
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

function load(kind: SubjectKind, resource: string): Request {
  return { kind, target: resource, action: "load", resource };
}
