import { beforeAll, describe } from "vitest";
import { buildGuests } from "../guests/build.mjs";
import { claimsOfAsynchrony } from "./asynchrony.ts";
import type { Suite } from "./capabilities.ts";
import { claimsOfContainment } from "./containment.ts";
import { claimsOfHonesty } from "./honesty.ts";
import { claimsOfLifetime } from "./lifetime.ts";
import { claimsOfOrder } from "./order.ts";

/**
 * The suite that every layer joins, alone and in stacks of two and three:
 *
 *     describeLayer("signals, stack", () => [signals(), stack()], {
 *       contains: { signal: true, stackOverflow: true },
 *     });
 *
 * Guilty guests run in this process, as vitest gives each test file one of its own: a layer that does not
 * contain what it says it contains ends the file.
 */
export function describeLayer(
  name: string,
  makeLayers: Suite["makeLayers"],
  capabilities: Suite["capabilities"] = {},
): void {
  const suite = { makeLayers, capabilities };
  describe(`[${name}]`, () => {
    beforeAll(buildGuests);
    claimsOfHonesty(suite);
    claimsOfLifetime(suite);
    claimsOfOrder(suite);
    claimsOfContainment(suite);
    claimsOfAsynchrony(suite);
  });
}
