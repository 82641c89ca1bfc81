/**
 * Views of memory, and the memory itself. Views that overlap, or touch, are parts of one region, so that the guest
 * has one memory where the host has one: memmove(bytes.subarray(4), bytes.subarray(0), 8). A region crosses once.
 */

/** Part of a buffer, [from, to), that views of a list cover. */
export interface Region {
  readonly buffer: ArrayBufferLike;
  readonly from: number;
  readonly to: number;
  /** The views. */
  readonly parts: readonly Part[];
  /** What came over the wire; the buffer has a copy of it, which the guest may change. */
  readonly received?: Uint8Array;
}

/** A view, as a part of its buffer: [from, to). */
export interface Part {
  readonly from: number;
  readonly to: number;
  /** Index of the list's value that is the view, or has it in it. */
  readonly holder: number;
}

/** A view, found in a list. */
export interface FoundView extends Part {
  readonly kind: number;
  readonly buffer: ArrayBufferLike;
}

export interface Grouped {
  readonly regions: readonly Region[];
  /** Of each view the index of its region. */
  readonly regionOf: readonly number[];
}

interface Growing extends Region {
  to: number;
  readonly parts: Part[];
}

/** The regions of the views, each buffer's from its first byte on. */
export function groupViews(views: readonly FoundView[]): Grouped {
  const regions: Growing[] = [];
  const regionOf: number[] = new Array(views.length).fill(0);
  for (const index of inOrder(views)) {
    const view = views[index] as FoundView;
    const last = regions.at(-1);
    if (last && last.buffer === view.buffer && view.from <= last.to) extend(last, view);
    else regions.push(regionFrom(view));
    regionOf[index] = regions.length - 1;
  }
  return { regions, regionOf };
}

/** Indexes of the views: by their buffers, then by where they begin. */
function inOrder(views: readonly FoundView[]): readonly number[] {
  const indexes = [...views.keys()];
  if (views.length === 1) return indexes;
  const buffers = new Map<ArrayBufferLike, number>();
  for (const { buffer } of views) if (!buffers.has(buffer)) buffers.set(buffer, buffers.size);
  const ranks = views.map(({ buffer }) => buffers.get(buffer) as number);
  const rank = (index: number) => ranks[index] as number;
  const from = (index: number) => (views[index] as FoundView).from;
  return indexes.sort((a, b) => rank(a) - rank(b) || from(a) - from(b));
}

function regionFrom(view: FoundView): Growing {
  const { buffer, from, to } = view;
  return { buffer, from, to, parts: [view] };
}

function extend(region: Growing, view: FoundView): void {
  region.to = Math.max(region.to, view.to);
  region.parts.push(view);
}
