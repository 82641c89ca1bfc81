import type { IsolationLayer } from "@cofferdam/core";

export declare function noop(name?: string): IsolationLayer;
