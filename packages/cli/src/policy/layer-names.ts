/** As `policy.layers` takes them; those that this command is installed with. */
export const layerNames = ["processHelper", "signals", "deadline", "stack", "memory"] as const;
export type LayerName = (typeof layerNames)[number];
