/** Modules of guests/, in helpers that end with their test. */
import { isolate } from "@cofferdam/core";
import {
  type HostedModule,
  module,
  type ProcessHelperOptions,
  processHelper,
} from "@cofferdam/process-helper";
import { afterEach, expect } from "vitest";

const open: HostedModule[] = [];

afterEach(() => {
  for (const hosted of open.splice(0)) hosted.dispose();
});

/** @param name of a file of guests/ */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what its guest exports
export async function guest<Exports = any>(
  name: string,
  options: ProcessHelperOptions = {},
): Promise<HostedModule<Exports>> {
  const target = module<Exports>(`./guests/${name}`, { from: import.meta.url });
  const hosted = await isolate([processHelper(options)]).open(target);
  open.push(hosted as HostedModule);
  return hosted;
}

export function honest(options: ProcessHelperOptions = {}) {
  return guest<typeof import("./guests/honest.mjs")>("honest.mjs", options);
}

/** What a promise rejects with. */
// biome-ignore lint/suspicious/noExplicitAny: a thrown value is anything
export async function rejection(promise: unknown): Promise<any> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return expect.unreachable("it did not reject");
}

/** Collects until something has become true. */
export async function collected(isSo: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !isSo(); round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(isSo()).toBe(true);
}
