// Plain JavaScript, so that a helper, which Node runs as it is, can make the layer anew.

/**
 * A layer as a third party may write it: decorates each call in JavaScript, and has figures to show.
 * @returns {import("@cofferdam/core").IsolationLayer}
 */
export function counter(name = "counter") {
  const counts = { started: 0, returned: 0, threw: 0 };
  return {
    name,
    recipe: { module: import.meta.url, export: "counter", args: [name] },
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
