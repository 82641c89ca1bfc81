import type { IsolationLayer } from "@cofferdam/core";

export declare function counter(name?: string): IsolationLayer;
