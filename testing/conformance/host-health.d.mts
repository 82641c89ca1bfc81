/** What is wrong with this process; empty: it is well. */
export declare function hostTroubles(): Promise<string[]>;

/** How many descriptors and mappings the process has. */
export declare function resources(): { descriptors: number; mappings: number };
