/** Names of one description, those of the classes and objects in it included: node:crypto has 300. */
export const MAX_NAMES = 16_384;
/** Names of all objects that the host knows of a module: with the longest names 256 MiB. */
export const MAX_ALL_NAMES = 2 ** 20;
/** UTF-16 units of a name. */
export const MAX_NAME = 128;
/** Objects that one message may tell of. */
export const MAX_MADE = 4096;
/** Objects within objects that an import tells of: what lies deeper is asked for when it is used. */
export const MAX_NESTING = 4;
/** Maps, sets and dates of one message. */
export const MAX_EXTRAS = 65_536;
/** Handles of one module that the host has at a time: each is an object with its methods. */
export const MAX_HANDLES = 2 ** 17;
/** Numbers of objects: what is left of 32 bits. */
export const MAX_NUMBER = 2 ** 30 - 1;
/** Callbacks of one module that run in the host at a time. */
export const MAX_CALLBACKS = 10_000;
/** Bytes that those were called with. */
export const MAX_CALLBACK_BYTES = 256 * 1024 ** 2;
/** Errors of callbacks that are kept to be told apart when they come back. */
export const MAX_THROWN = 64;
/** Bytes that wait for a helper that does not read them. */
export const MAX_UNSENT_BYTES = 256 * 1024 ** 2;
/** A ring's payload, of a helper that is not asked anything there. */
export const RING_BYTES = 4096;
/** Milliseconds for what a helper had said before its end to arrive. */
export const DRAIN_MS = 1000;
/** Packages that a module's package may need: more than that is no dependency but a disk. */
export const MAX_PACKAGES = 2000;
