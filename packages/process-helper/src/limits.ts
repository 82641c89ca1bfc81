/** Less than this, and a small program cannot even start; Node says no word then, and hangs. */
export const MIN_MEMORY_BYTES = 1024 ** 2;
/** What Node opens before its first line of JavaScript; at 16 it ends with a segmentation fault. */
export const MIN_FILES = 20;
/** RLIMIT_NOFILE's usual ceiling; a helper that needs more is a server. */
export const MAX_FILES = 65_536;
/** Node's own threads; with 4 it waits for one of them for ever. */
export const MIN_PROCESSES = 8;
/** As many as Linux has process ids by default. */
export const MAX_PROCESSES = 32_768;
/** A month: a helper that lives longer has been restarted for something else. */
export const MAX_CPU_MS = 2_592_000_000;

/** Bytes of arguments, or of results, that cross in one message: more belongs in the arena. */
export const MAX_PAYLOAD_BYTES = 16 * 1024 ** 2;
/** A whole message: a payload of full size, and what is around it. */
export const MAX_MESSAGE_BYTES = MAX_PAYLOAD_BYTES + 64 * 1024;
/** One text: none is longer than what may hold it. */
export const MAX_STRING_BYTES = MAX_PAYLOAD_BYTES;
/** Containers inside of one another: both sides walk them by recursion. */
export const MAX_DEPTH = 64;
/** Values of one list, those in containers included: a byte on the wire may be 50 in memory. */
export const MAX_VALUES = 2 ** 20;
/** Views of one list, those of the arena included: each is 13 bytes on the wire, and 200 in memory. */
export const MAX_VIEWS = 2 ** 16;
/** Errors of one list: each is 12 bytes on the wire, and has a stack trace where it is made again. */
export const MAX_ERRORS = 64;
/** Words of 64 bits of one bigint: koffi uses one, and says so of others. */
export const MAX_BIGINT_WORDS = 16;
/** Errors behind an error; what is behind those is left out. */
export const MAX_CAUSES = 4;
/** UTF-16 units of an error's message, or of its stack: the rest is left out, so that it can be reported at all. */
export const MAX_ERROR_TEXT = 16 * 1024;
/** Bytes that are compared at a time for what the guest changed. */
export const CHANGE_BLOCK_BYTES = 4096;
/** What a frame of any announced size is given at first: memory follows what arrived, not what was promised. */
export const FIRST_FRAME_BYTES = 64 * 1024;
/** Memory that is kept to write the next message in: larger ones are rare. */
export const MAX_KEPT_BYTES = 1024 ** 2;

/** Messages of one ring: those that are in flight together. Pages that are not used cost nothing. */
export const PAYLOAD_BYTES = 3 * MAX_MESSAGE_BYTES;
/** Asynchronous requests that a helper is given at a time; more wait in the host, where they can be withdrawn. */
export const MAX_IN_FLIGHT = 512;
/** The arena of a library where no limit is set: addresses only, pages are taken when they are used. */
export const ARENA_BYTES = 1024 ** 3;
/** What callbacks threw that is kept to be recognized: of older ones a copy comes back. */
export const MAX_THROWN = 1024;
/** Milliseconds for a helper to start and load its library: some ways to be short of memory end in a wait for ever. */
export const START_MS = 30_000;
/** Milliseconds for the launcher to try what it can do: it takes three. */
export const PROBE_MS = 5000;
/** Helpers of one library. */
export const MAX_LANES = 64;
/** Helpers that wait for others to die. */
export const MAX_SPARES = 16;
/** Calls that may wait, where nothing is said. */
export const DEFAULT_QUEUE = 10_000;
/** Milliseconds that a call may take, where nothing is said. */
export const DEFAULT_TIMEOUT_MS = 3000;
/** Helpers that may die in a row, none with a good call, before one waits for the next. */
export const FREE_DEATHS = 5;
/** The first wait after those, and the longest: each is twice the one before. Milliseconds. */
export const FIRST_WAIT_MS = 50;
export const LONGEST_WAIT_MS = 10_000;

/** Bytes that wait between a socket and the thread that reads them: then the sender waits, too. */
export const MAX_RELAYED_BYTES = PAYLOAD_BYTES;
/** Requests that a helper keeps for later while a callback is open: as many as a host sends ahead, and the one it waits for. */
export const MAX_DEFERRED = MAX_IN_FLIGHT + 1;
/** Clients that wait for a stand-alone helper; more are refused. */
export const MAX_WAITING_CLIENTS = 64;
/** Milliseconds to connect, and to wait until other clients have left, where nothing is said. */
export const DEFAULT_CONNECT_MS = 5000;
/** Milliseconds for a call to end once its client has left; then the next client is served beside it. */
export const LEAVE_MS = 2000;
/** Of what a helper without a ring wrote to standard output and error the last is kept: as the addon does. */
export const TAIL_BYTES = 16 * 1024;
