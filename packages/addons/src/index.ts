export type { Addon, AddonStatus } from "./addon.js";
export { type LoadAddonOptions, loadAddon } from "./load-addon.js";
export { type AddonOptions, addon } from "./target.js";
