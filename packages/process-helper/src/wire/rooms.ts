/**
 * Where messages lie in a ring's payload. Four standing rooms, at its beginning, so that most need none of their own; which
 * one is free follows from whose turn it is:
 *
 *   request    host: the call that nothing is in flight with         it waits for the answer, so there is one at most
 *   mail       host: replies to callbacks, and calls within them     the helper waits for it, and copies it first
 *   answer     helper: to requests and mail that named no room,      the host copies it before it asks again
 *              and the last of all, when it is spent
 *   callback   helper: the arguments of a callback                   the host copies them before it replies
 *
 * Asynchronous requests with messages are many at a time, and name rooms of their own.
 */
export const ROOM_BYTES = 64 * 1024;

export const rooms = {
  request: 0,
  mail: ROOM_BYTES,
  answer: 2 * ROOM_BYTES,
  callback: 3 * ROOM_BYTES,
} as const;

/** The host takes these from the payload before anything else. */
export const STANDING_BYTES = 4 * ROOM_BYTES;

/** Kinds of requests besides the ring's own `call`. */
export const requestKinds = {
  /** slots: offset and length of a message; offset and length of the room for the answer. */
  message: 16,
  /** slots: offset and length of a room for what was too long. */
  fetch: 17,
} as const;
