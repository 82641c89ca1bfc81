import { fail } from "@cofferdam/core";

interface Named {
  readonly name: string;
}

export function disposedError({ name }: Named): Error {
  return fail(
    "ERR_HANDLE_DISPOSED",
    `Cannot use a handle of ${name || "an object"}: it was disposed. Ask the module for another one.`,
  );
}

export function lostError({ name }: Named, cause: Error): Error {
  return fail(
    "ERR_HANDLE_LOST",
    `Cannot use a handle of ${name || "an object"}: its helper has ended, and the object with it. ` +
      "Open the module anew, and take everything from there; the cause says how it ended.",
    { cause },
  );
}
