// A layer that refuses one use of one name, wherever it is.

export function refusing(action, resource) {
  return {
    name: "refusing",
    recipe: { module: import.meta.url, export: "refusing", args: [action, resource] },
    use(use) {
      if (use.action === action && use.resource === resource) {
        throw new Error(`${resource} is refused`);
      }
    },
  };
}
