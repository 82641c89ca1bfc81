export {
  type Component,
  type ComponentOptions,
  component,
} from "./component.js";
export type { ComponentInstance } from "./component-instance.js";
export type { ComponentImports } from "./grants.js";
