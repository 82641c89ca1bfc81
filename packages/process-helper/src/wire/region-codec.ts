/**
 * Regions and views on the wire:
 *
 *   number of views;   of each: u8 kind, u32 region, u32 offset in it, u32 bytes
 *   number of regions; of each: u8 padding, u32 bytes, the bytes          (not there when there are no views)
 *
 * So much padding is left free in front of the copy: its address then ends in the same bits as the original's, where
 * the guest may expect a vector to be.
 */
import { MAX_PAYLOAD_BYTES, MAX_VIEWS } from "../limits.js";
import type { Reader } from "./reader.js";
import { type FoundView, groupViews, type Part, type Region } from "./regions.js";
import { ARRAY_BUFFER, type Bytes, kindNumbered } from "./view-kinds.js";
import type { Writer } from "./writer.js";

const ALIGNMENT = 16;
const VIEW_BYTES = 13;
const REGION_BYTES = 5;

/** What came, all of it checked: views in their order in the list. */
export interface ReceivedMemory {
  readonly views: readonly ReceivedView[];
  readonly regions: readonly ReceivedRegion[];
}

export interface ReceivedView {
  readonly bytes: Bytes;
  readonly from: number;
  readonly to: number;
  readonly region: ReceivedRegion;
}

export interface ReceivedRegion extends Region {
  /** Filled in while the list is decoded: who has a view is known then. */
  readonly parts: Part[];
}

interface Place {
  readonly at: number;
  readonly kind: number;
  readonly region: number;
  readonly offset: number;
  readonly bytes: number;
}

/** @returns the regions in their order on the wire */
export function encodeMemory(writer: Writer, views: readonly FoundView[]): readonly Region[] {
  writer.u32(views.length);
  if (views.length === 0) return NOTHING.regions;
  const { regions, regionOf } = groupViews(views);
  views.forEach((view, index) => {
    const region = regionOf[index] as number;
    encodePlace(writer, view, region, (regions[region] as Region).from);
  });
  writer.u32(regions.length);
  for (const region of regions) encodeRegion(writer, region);
  return regions;
}

/** @param borrows regions of single bytes are parts of the message; the others have elements that must be aligned */
export function decodeMemory(reader: Reader, borrows = false): ReceivedMemory {
  const count = reader.count(VIEW_BYTES, MAX_VIEWS, "views");
  if (count === 0) return NOTHING;
  const places: Place[] = [];
  while (places.length < count) places.push(decodePlace(reader));
  const regionCount = reader.count(REGION_BYTES, count, "regions");
  const regions: ReceivedRegion[] = [];
  const copied = borrows ? regionsToCopy(places) : undefined;
  while (regions.length < regionCount) {
    const isBorrowed = copied?.has(regions.length) === false;
    regions.push(decodeRegion(reader, isBorrowed));
  }
  return { views: places.map((place) => viewAt(reader, place, regions)), regions };
}

const NOTHING: ReceivedMemory = Object.freeze({
  views: Object.freeze([]) as ReceivedMemory["views"],
  regions: Object.freeze([]) as ReceivedMemory["regions"],
});

function encodePlace(writer: Writer, view: FoundView, region: number, start: number): void {
  writer.u8(view.kind);
  writer.u32(region);
  writer.u32(view.from - start);
  writer.u32(view.to - view.from);
}

function decodePlace(reader: Reader): Place {
  const { at } = reader;
  const kind = reader.u8();
  return { at, kind, region: reader.u32(), offset: reader.u32(), bytes: reader.u32() };
}

function encodeRegion(writer: Writer, { buffer, from, to }: Region): void {
  writer.u8(from % ALIGNMENT);
  writer.u32(to - from);
  writer.raw(new Uint8Array(buffer, from, to - from));
}

/** Those with views of more than single bytes, which may not be anywhere in a buffer. */
function regionsToCopy(places: readonly Place[]): ReadonlySet<number> {
  const mayBeAnywhere = ({ kind }: Place) =>
    kind !== ARRAY_BUFFER && kindNumbered(kind)?.elementBytes === 1;
  return new Set(places.filter((place) => !mayBeAnywhere(place)).map(({ region }) => region));
}

function decodeRegion(reader: Reader, isBorrowed: boolean): ReceivedRegion {
  const { at } = reader;
  const padding = reader.u8();
  if (padding >= ALIGNMENT) reader.fail("ERR_WIRE_VALUE", `padding of ${padding} bytes`, at);
  const received = reader.raw(reader.count(1, MAX_PAYLOAD_BYTES, "bytes"));
  if (isBorrowed) {
    const { buffer, byteOffset: from, length } = received;
    return { buffer, from, to: from + length, parts: [], received };
  }
  const to = padding + received.length;
  const copy = Buffer.allocUnsafeSlow(to);
  for (let index = 0; index < padding; index++) copy[index] = 0;
  copy.set(received, padding);
  return { buffer: copy.buffer, from: padding, to, parts: [], received };
}

/** The padding is nobody's: no view reaches into it. */
function viewAt(reader: Reader, place: Place, regions: readonly ReceivedRegion[]): ReceivedView {
  const { at, offset, bytes } = place;
  const region = regions[place.region];
  if (!region) reader.fail("ERR_WIRE_VALUE", `region ${place.region} of ${regions.length}`, at);
  const from = region.from + offset;
  const to = from + bytes;
  if (to > region.to) reader.fail("ERR_WIRE_VALUE", "a view past its region's end", at);
  const view = makeView(reader, { at, kind: place.kind, offset: from, bytes }, region.buffer);
  return { bytes: view, from, to, region };
}

/**
 * A view of a buffer that has the bytes.
 *
 * @param place its offset is one in the buffer
 */
export function makeView(
  reader: Reader,
  { at, kind: number, offset, bytes }: Omit<Place, "region">,
  buffer: ArrayBufferLike,
): Bytes {
  const kind = kindNumbered(number);
  if (!kind) reader.fail("ERR_WIRE_VALUE", `kind ${number} of view`, at);
  if ((offset | bytes) % kind.elementBytes !== 0) {
    reader.fail("ERR_WIRE_VALUE", `a misaligned ${kind.name}`, at);
  }
  if (number === ARRAY_BUFFER && (offset !== 0 || bytes !== buffer.byteLength)) {
    reader.fail("ERR_WIRE_VALUE", "an ArrayBuffer that is a part of one", at);
  }
  return kind.make(buffer, offset, bytes);
}
