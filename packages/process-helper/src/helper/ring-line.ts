/**
 * The helper's side of a ring: requests one after the other, each answered before the next is looked at. Most are a
 * function and its arguments in the slots of one record; everything else is a message (src/wire/rooms.ts says where it
 * lies).
 */
import { type HelperRing, kinds, type NativeHelper } from "../native.js";
import { messageBytes } from "../wire/message-bytes.js";
import { decodeMessage } from "../wire/message-codec.js";
import type { Message } from "../wire/messages.js";
import { ROOM_BYTES, requestKinds, rooms } from "../wire/rooms.js";
import { MESSAGE, NO_ROOM, Records, SPENT, TOO_LONG } from "../wire/slots.js";
import { ValueList } from "../wire/value-list.js";
import { type Answer, type HostLine, Session } from "./session.js";
import { throwOfHost } from "./thrown-by-host.js";

/** A place in the payload. */
interface Room {
  readonly offset: number;
  readonly length: number;
}

const answerRoom: Room = { offset: rooms.answer, length: ROOM_BYTES };
const noRoom: Room = { offset: 0, length: 0 };
const callbackRoom: Room = { offset: rooms.callback, length: ROOM_BYTES };

/** In place of a request's id, of what did not fit into the room for callbacks. */
const OPEN_CALLBACK = 0;

export class RingLine implements HostLine {
  readonly arena: ArrayBufferLike | undefined;
  readonly #native: NativeHelper;
  readonly #ring: HelperRing;
  readonly #payload: Buffer;
  readonly #request: Records;
  readonly #response: Records;
  readonly #session: Session;
  /** What was too long for its room, by the request that it answers. */
  readonly #unfetched = new Map<number, Buffer>();
  /** The request that runs: a callback within it has its id. */
  #running = 0;

  constructor(native: NativeHelper, ring: HelperRing, arena: ArrayBufferLike | undefined) {
    this.#native = native;
    this.#ring = ring;
    this.#payload = Buffer.from(ring.payload);
    this.#request = new Records(ring.request);
    this.#response = new Records(ring.response);
    this.arena = arena;
    this.#session = new Session(this);
  }

  /** Ends when there is no host any more. */
  async serve(): Promise<void> {
    const { handle } = this.#ring;
    for (let respond = false; this.#native.next(handle, respond); respond = true) {
      if (this.#session.isSpent) return; // it has been told, and nothing more is begun
      const slow = this.#handle();
      if (slow) await slow;
    }
  }

  callBack(id: number, args: readonly unknown[]): unknown {
    const running = this.#running;
    this.#say(running, kinds.callback, id, this.#callbackFlags(id, args));
    for (;;) {
      // thrown, an error would be one more answer, if it is only the doorbell that a library closed
      if (!this.#native.nextMessage(this.#ring.handle)) process.exit();
      if (this.#request.kind() === kinds.reply) break;
      if (this.#handle()) throw new TypeError("Nothing that takes its time is done in a callback.");
    }
    this.#running = running;
    return this.#replied();
  }

  /** Does a request, and leaves the answer in the response. @returns what to wait for first, if it takes its time */
  #handle(): Promise<void> | undefined {
    const id = this.#request.id();
    this.#running = id;
    switch (this.#request.kind()) {
      case kinds.call:
        return this.#call(id);
      case requestKinds.message:
        return this.#message(id);
      case requestKinds.fetch:
        return this.#fetch(id);
      default:
        return this.#answer(
          id,
          this.#session.failed(new TypeError("Unknown request.")),
          answerRoom,
        );
    }
  }

  #call(id: number): undefined {
    const asked = this.#request.flags();
    const room = (asked & NO_ROOM) === 0 ? answerRoom : noRoom;
    try {
      const args = this.#request.read(asked);
      const value = this.#session.call(this.#request.target(), args);
      const flags = this.#response.write([value]);
      if (flags >= 0) this.#say(id, kinds.returned, 0, flags);
      else this.#answer(id, { kind: "returned", result: value, outputs: [], bytes: [] }, room);
    } catch (error) {
      this.#answer(id, this.#session.failed(error), room);
    }
  }

  #message(id: number): Promise<void> | undefined {
    const length = this.#request.number(3);
    const room = length === 0 ? answerRoom : { offset: this.#request.number(2), length };
    const answer = this.#answerTo(this.#request.number(0), this.#request.number(1));
    if (answer instanceof Promise) return answer.then((made) => this.#answer(id, made, room));
    return this.#answer(id, answer, room);
  }

  #answerTo(offset: number, length: number): Answer | Promise<Answer> {
    try {
      return this.#session.answer(this.#messageAt(offset, length));
    } catch (error) {
      return this.#session.failed(error);
    }
  }

  /** Of a copy: a library that writes all over the memory cannot change what was read. */
  #messageAt(offset: number, length: number): Message {
    const bytes = Buffer.from(this.#payload.subarray(offset, offset + length));
    return decodeMessage(bytes, "host", this.#session.context);
  }

  #answer(id: number, answer: Answer, room: Room): undefined {
    const bytes = this.#bytesOf({ ...answer, id } as Message);
    const failed = answer.kind === "threw" || answer.kind === "faulted";
    const place = this.#session.isSpent ? answerRoom : room; // nothing comes after it, nor is fetched
    this.#say(id, failed ? kinds.failed : kinds.returned, 0, this.#put(bytes, id, place));
  }

  /** What cannot cross is told of as an error. */
  #bytesOf(message: Message): Buffer {
    try {
      return messageBytes(message, this.#session.context);
    } catch (error) {
      return messageBytes({ kind: "threw", id: message.id, error, thrown: 0 });
    }
  }

  #callbackFlags(callback: number, args: readonly unknown[]): number {
    const flags = this.#response.write(args);
    if (flags >= 0) return flags;
    const message: Message = { kind: "callback", id: 0, callback, args: new ValueList(args) };
    const bytes = messageBytes(message, this.#session.context);
    return this.#put(bytes, OPEN_CALLBACK, callbackRoom);
  }

  /** Puts a message into its room, its length into the first slot. @returns the flags */
  #put(bytes: Buffer, id: number, room: Room): number {
    this.#response.numbers([bytes.length]);
    if (bytes.length <= room.length) {
      this.#payload.set(bytes, room.offset);
      return MESSAGE;
    }
    this.#unfetched.set(id, Buffer.from(bytes));
    return MESSAGE | TOO_LONG;
  }

  #fetch(id: number): undefined {
    const key = this.#request.target();
    const bytes = this.#unfetched.get(key) ?? Buffer.alloc(0);
    this.#unfetched.delete(key);
    const room = { offset: this.#request.number(0), length: this.#request.number(1) };
    this.#say(id, kinds.returned, 0, this.#put(bytes, id, room));
  }

  #say(id: number, kind: number, target: number, flags: number): void {
    this.#response.answers(id);
    this.#response.head(kind, target, this.#session.isSpent ? flags | SPENT : flags);
  }

  /** What the callback returned. @throws what it threw */
  #replied(): unknown {
    const flags = this.#request.flags();
    if ((flags & MESSAGE) === 0) return this.#request.value(flags, 0);
    const reply = this.#messageAt(this.#request.number(0), this.#request.number(1));
    if (reply.kind === "callback-returned") return reply.result;
    if (reply.kind === "callback-threw") throw throwOfHost(reply.error, reply.thrown);
    throw new TypeError(`A callback is not answered by ${reply.kind}.`);
  }
}
