import { MAX_CHUNK_EVENTS } from "../limits.js";
import { SEAL_BYTES, seal } from "../line/chain.js";
import type { Head } from "../line/head.js";
import type { Note } from "../line/note.js";
import type { Waiting } from "./blocks.js";
import { isEvent, type Queue } from "./queue.js";

/** Lines that are written together. */
export interface Chunk {
  readonly bytes: Buffer;
  /** Events among the lines. */
  readonly events: number;
  /** Of the chain, when they are written. */
  readonly head: Head;
}

/**
 * Takes what one turn may write: some events of one block, or one note.
 *
 * @param room bytes; one event is taken even if it has more
 * @returns undefined: nothing waits
 */
export function takeChunk(queue: Queue, head: Head, room: number): Chunk | undefined {
  const first = queue.shift();
  if (first === undefined) return undefined;
  return isEvent(first) ? eventsFrom(first, queue, head, room) : noteChunk(first, head);
}

function eventsFrom(first: Waiting, queue: Queue, head: Head, room: number): Chunk {
  const { block, start } = first;
  const limit = start + room;
  let [end, events, hash] = [first.end, 1, seal(block, start, first.end, head.hash)];
  while (events < MAX_CHUNK_EVENTS) {
    const next = queue.first;
    if (!isEvent(next) || next.block !== block || next.start !== end || next.end > limit) break;
    queue.shift();
    hash = seal(block, end, next.end, hash);
    end = next.end;
    events++;
  }
  const bytes = block.subarray(start, end);
  return { bytes, events, head: { log: head.log, events: head.events + events, hash } };
}

function noteChunk(note: Note, head: Head): Chunk {
  const { log, events } = head;
  const line = { time: new Date().toISOString(), log, events, ...note };
  const text = Buffer.from(JSON.stringify(line).slice(0, -1));
  const bytes = Buffer.concat([text, Buffer.alloc(SEAL_BYTES)]);
  return { bytes, events: 0, head: { log, events, hash: seal(bytes, 0, bytes.length, head.hash) } };
}
