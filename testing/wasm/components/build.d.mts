/** Builds what is out of date. Silent; when it fails, throws with the compiler's output. */
export declare function buildComponents(): Promise<void>;

/** Where a component is that was built. */
export declare function componentPath(
  name: "greeter" | "programme" | "traveller" | "villain",
): string;
