import { datetimeOf } from "./datetime.js";
import { Pollable } from "./pollable.js";
import type { ComponentSystem } from "./system.js";

/** wasi:clocks. */
export function clockInterfaces({ clock, resources }: ComponentSystem) {
  return {
    "wasi:clocks/monotonic-clock": {
      now: () => clock.monotonic(),
      resolution: () => clock.resolution.monotonic,
      subscribeInstant: (when: bigint) => new Pollable(resources, clock, when),
      subscribeDuration: (duration: bigint) =>
        new Pollable(resources, clock, clock.monotonic() + duration),
    },
    "wasi:clocks/wall-clock": {
      now: () => datetimeOf(clock.realtime()),
      resolution: () => datetimeOf(clock.resolution.realtime),
    },
  };
}
