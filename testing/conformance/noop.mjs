// Plain JavaScript, so that a helper, which Node runs as it is, can make the layer anew.

/**
 * A layer that does nothing: what the suite asks of every layer, it asks of this one too.
 * @returns {import("@cofferdam/core").IsolationLayer}
 */
export function noop(name = "noop") {
  return { name, recipe: { module: import.meta.url, export: "noop", args: [name] } };
}
