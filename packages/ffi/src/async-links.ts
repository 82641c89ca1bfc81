/** Links that serve one asynchronous call of a function after the other. */
import type { AsyncLink, AsyncLinks } from "./async-call.js";
import { MAX_IDLE_LINKS } from "./limits.js";

/** @param make a new link */
export function linkPool(make: () => AsyncLink): AsyncLinks {
  const idle: AsyncLink[] = [];
  return {
    take: () => idle.pop() ?? make(),
    give: (link) => {
      if (idle.length < MAX_IDLE_LINKS) idle.push(link);
      // now, not when it is collected: bursts of calls would take every slot of the gate before
      else link.link.unlink();
    },
  };
}
