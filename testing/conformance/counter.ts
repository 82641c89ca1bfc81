import type { IsolationLayer } from "@cofferdam/core";

/** A layer as a third party may write it: decorates each call in JavaScript, and has figures to show. */
export function counter(name = "counter"): IsolationLayer {
  const counts = { started: 0, returned: 0, threw: 0 };
  return {
    name,
    link(next) {
      return (...args) => {
        counts.started++;
        try {
          const value = next(...args);
          counts.returned++;
          return value;
        } catch (error) {
          counts.threw++;
          throw error;
        }
      };
    },
    status: () => ({ ...counts }),
  };
}
