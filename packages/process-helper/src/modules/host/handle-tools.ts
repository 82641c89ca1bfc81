/** What a handle cannot have as members: all names of those are the module's. */
import { fail, show } from "@cofferdam/core";
import { type Handle, handleOf } from "./handle.js";

/**
 * Waits until an instance that was made with `new` has been made. Calls of it do so, too.
 *
 * @throws what its constructor throws
 */
export async function constructed<T extends object>(instance: T): Promise<T> {
  await checkedHandle(instance, "constructed").construction;
  return instance;
}

/**
 * Sets a member of an object in a helper, by its setter if it has one.
 *
 * @throws what that throws
 */
export async function setProperty<T extends object>(
  object: T,
  name: keyof T & string,
  value: unknown,
): Promise<void> {
  const handle = checkedHandle(object, "setProperty");
  await handle.owner.set(handle, name, value);
}

function checkedHandle(value: object, where: string): Handle {
  const handle = handleOf(value);
  if (handle) return handle;
  throw fail(
    "ERR_OPTION_TYPE",
    `Expected a handle of an object in a helper for \`${where}\`, got ${show(value)}.`,
  );
}
