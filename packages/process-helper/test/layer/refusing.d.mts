import type { IsolationLayer, Use } from "@cofferdam/core";

/** A layer that refuses one use of one name, wherever it is. */
export declare function refusing(action: Use["action"], resource: string): IsolationLayer;
