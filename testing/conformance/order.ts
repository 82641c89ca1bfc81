/** A list of layers is checked when it is made. */
import { type IsolationLayer, isolate } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import type { Suite } from "./capabilities.ts";
import { noop } from "./noop.mjs";

export function claimsOfOrder({ makeLayers }: Suite): void {
  describe("its list", () => {
    it("is named outermost first", () => {
      expect(isolate(makeLayers()).layers).toEqual(makeLayers().map(({ name }) => name));
    });

    it("takes no layer twice, and names it", () => {
      for (const layer of makeLayers()) {
        expect(() => isolate([...makeLayers(), layer])).toThrow(
          expect.objectContaining({
            code: "ERR_LAYER_TWICE",
            message: expect.stringContaining(layer.name),
          }),
        );
      }
    });

    it("takes no layer outside of one that it must be inside of, and names both", () => {
      for (const [inner, outer] of ordered(makeLayers())) {
        expect(() => isolate([outer, inner])).not.toThrow();
        expect(() => isolate([inner, outer])).toThrow(
          expect.objectContaining({
            code: "ERR_LAYER_ORDER",
            message: expect.stringMatching(new RegExp(`${outer.name}.*${inner.name}`)),
          }),
        );
      }
    });

    it("takes a layer that nothing is said about at any place", () => {
      for (const place of [...makeLayers().keys(), makeLayers().length]) {
        const layers = makeLayers().toSpliced(place, 0, noop("one more"));
        expect(isolate(layers).layers[place]).toBe("one more");
      }
    });
  });
}

/** Each layer with each one that it says must be further out; a noop stands in for those not listed. */
function ordered(layers: readonly IsolationLayer[]): readonly [IsolationLayer, IsolationLayer][] {
  return layers.flatMap((inner) =>
    (inner.inside ?? []).map((name): [IsolationLayer, IsolationLayer] => [
      inner,
      layers.find((layer) => layer.name === name) ?? noop(name),
    ]),
  );
}
