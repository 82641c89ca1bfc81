import { checkKeys, fail, show } from "@cofferdam/core";

export interface PoolOptions {
  /** Instances that there may be at a time. They are opened when they are needed. Default: 8. */
  readonly size?: number;
  /** Milliseconds that a checkout waits for an instance. 0: for ever. Default: 1000. */
  readonly timeout?: number;
  /** Checkouts that may wait for others to give back. 0: none. Default: 10,000. */
  readonly queue?: number;
  /** Times that an instance is checked out before another one takes its place. 0: no limit, the default. */
  readonly maxUses?: number;
}

const limits: Readonly<Record<keyof PoolOptions, readonly [least: number, most: number]>> = {
  size: [1, 1_000_000],
  timeout: [0, 2 ** 31 - 1], // what a timer of Node's takes
  queue: [0, 10_000_000],
  maxUses: [0, Number.MAX_SAFE_INTEGER],
};

const defaults: Required<PoolOptions> = { size: 8, timeout: 1000, queue: 10_000, maxUses: 0 };

/** @throws ERR_OPTION_TYPE, ERR_OPTION_RANGE */
export function checkedPool(options: PoolOptions): Required<PoolOptions> {
  checkKeys(options, Object.keys(limits), "createPool");
  const value = (name: keyof PoolOptions) => {
    const given = options[name] ?? defaults[name];
    checkWhole(name, given, limits[name]);
    return given;
  };
  return {
    size: value("size"),
    timeout: value("timeout"),
    queue: value("queue"),
    maxUses: value("maxUses") || Number.POSITIVE_INFINITY,
  };
}

function checkWhole(name: string, value: unknown, [least, most]: readonly [number, number]): void {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most) {
    return;
  }
  throw fail(
    typeof value === "number" ? "ERR_OPTION_RANGE" : "ERR_OPTION_TYPE",
    `Expected a whole number from ${least} to ${most} for \`${name}\`, got ${show(value)}. Leave it out for ${defaults[name as keyof PoolOptions]}.`,
  );
}
