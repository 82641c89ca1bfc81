/** What a call changed in the memory that it was lent, which is all that goes back. */
import { CHANGE_BLOCK_BYTES } from "../limits.js";
import { WireError } from "./error.js";
import type { Region } from "./regions.js";
import type { ValueList } from "./value-list.js";

/** Bytes for a place in a region. */
export interface BytesBack {
  /** Where this was in the message, for errors; 0 before. */
  readonly at: number;
  /** Index of the region. */
  readonly region: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * The helper's side, after the call.
 *
 * @param list the decoded arguments
 * @param readOnly indexes of the arguments that the guest may not write: what it wrote there all the same stays there
 * @returns parts of the memory itself, no copies
 */
export function bytesBack(list: ValueList, readOnly: ReadonlySet<number>): readonly BytesBack[] {
  const spans: BytesBack[] = [];
  list.regions.forEach((region, index) => {
    for (const range of writableRanges(region, readOnly)) {
      const span = changeIn(region, index, range);
      if (span) spans.push(span);
    }
  });
  return spans;
}

/**
 * The host's side: into the caller's own memory, after all of it was checked.
 *
 * @param list the encoded arguments
 * @param readOnly as the helper was told
 * @throws WireError for what is not in the regions
 */
export function applyBytesBack(
  list: ValueList,
  spans: readonly BytesBack[],
  readOnly: ReadonlySet<number>,
): void {
  const writable = list.regions.map((region) => writableRanges(region, readOnly));
  for (const span of spans) checkSpan(span, list.regions[span.region], writable[span.region]);
  for (const { region, offset, bytes } of spans) {
    const { buffer, from, to } = list.regions[region] as Region;
    // given away while an asynchronous call ran: nobody sees it
    if (bytes.length > 0 && buffer.byteLength >= to) {
      new Uint8Array(buffer).set(bytes, from + offset);
    }
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What the views that the guest may write cover, in the buffer; the others' bytes stay as they are. */
function writableRanges({ parts }: Region, readOnly: ReadonlySet<number>): readonly Range[] {
  const ranges: { from: number; to: number }[] = [];
  const writable = parts.filter(({ holder }) => !readOnly.has(holder));
  for (const { from, to } of writable.sort((a, b) => a.from - b.from)) {
    const last = ranges.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
  }
  return ranges;
}

function changeIn(
  { buffer, from: start, received = new Uint8Array() }: Region,
  region: number,
  { from, to }: Range,
): BytesBack | undefined {
  const now = Buffer.from(buffer, from, to - from);
  const [first, end] = changed(now, received.subarray(from - start, to - start));
  if (first === end) return undefined;
  return { at: 0, region, offset: from - start + first, bytes: now.subarray(first, end) };
}

function checkSpan(
  { at, offset, bytes }: BytesBack,
  region: Region | undefined,
  writable: readonly Range[] = [],
): void {
  if (!region) throw new WireError("ERR_WIRE_VALUE", "bytes for memory that was not lent", at);
  const from = region.from + offset;
  const to = from + bytes.length;
  if (writable.some((range) => range.from <= from && to <= range.to)) return;
  throw new WireError("ERR_WIRE_VALUE", "bytes for memory that may not be written", at);
}

/** From the first block with a change to the last: [first, end), empty without any. */
function changed(now: Buffer, before: Uint8Array): readonly [number, number] {
  const differs = (from: number) => !block(now, from).equals(block(before, from));
  let first = 0;
  while (first < now.length && !differs(first)) first += CHANGE_BLOCK_BYTES;
  if (first >= now.length) return [0, 0];
  let last = now.length - 1 - ((now.length - 1) % CHANGE_BLOCK_BYTES);
  while (!differs(last)) last -= CHANGE_BLOCK_BYTES;
  return [first, Math.min(last + CHANGE_BLOCK_BYTES, now.length)];
}

function block<T extends Uint8Array>(bytes: T, from: number): T {
  return bytes.subarray(from, from + CHANGE_BLOCK_BYTES) as T;
}
