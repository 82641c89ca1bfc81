// Guests that try to get past the layers: they run where no layer of this process looks, or do their harm
// later. One row per guest in this folder, with what becomes of it under [signals, stack]: the code of an error,
// or the end of the process, or the harm. Most of them need other layers: a helper, a deadline, guarded buffers.

/** @typedef {import("./catalogue.d.mts").Escape} Escape */

/** @type {readonly Escape[]} */
export const escapes = Object.freeze([
  row("crash_on_own_thread", "crashes on a thread it started", "killed by SIGSEGV"),
  row("crash_at_load", "crashes while it is being loaded", "killed by SIGSEGV"),
  row(
    "thief_and_crash",
    "takes away the handler and crashes in the same call",
    "killed by SIGSEGV",
  ),
  row("blocked_signal", "blocks SIGSEGV and crashes", "killed by SIGSEGV"),
  row("blocked_other", "blocks SIGFPE and crashes with SIGSEGV", "ERR_ISOLATION_SIGNAL"),
  row("blocked_return", "returns with SIGSEGV blocked", "killed by SIGSEGV"),
  row("kill_segv", "sends its process SIGSEGV with kill()", "killed by SIGSEGV"),
  row("kill_itself", "sends its process SIGKILL", "killed by SIGKILL"),
  row("exit_call", "calls exit()", "exits with 3"),
  row("exit_now", "calls _exit()", "exits with 4"),
  row("cpp_exception", "lets a C++ exception out", "ERR_ISOLATION_PANIC"),
  row("cpp_noexcept", "lets a C++ exception out of a noexcept function", "ERR_ISOLATION_SIGNAL"),
  { ...row("rust_panic", "lets a Rust panic out", "ERR_ISOLATION_PANIC"), rust: true },
  row("endless_loop", "never returns", "hangs"),
  row("sleeps_for_ever", "sleeps for ever in a system call", "hangs"),
  row("locks_twice", "waits for a lock it holds itself", "hangs"),
  {
    ...row("wild_text", "returns a wild pointer as a string", "ERR_ISOLATION_SIGNAL"),
    prototype: "const char *wild_text(void)",
  },
  {
    ...row("wild_text_out", "hands out a wild pointer as a string", "killed by SIGSEGV"),
    prototype: "void wild_text_out(_Out_ const char **out)",
    receives: true,
  },
  row("heap_corruption", "corrupts the heap, which malloc notices later", "killed by SIGABRT"),
  lent(
    "buffer_overread",
    "reads past the end of a buffer it was lent",
    "bytes after the lent buffer were read",
  ),
  lent(
    "buffer_overrun",
    "writes past the end of a buffer it was lent",
    "bytes after the lent buffer were written",
  ),
  lent(
    "buffer_underrun",
    "writes before the start of a buffer it was lent",
    "bytes before the lent buffer were written",
  ),
  lent(
    "buffer_const",
    "writes to a buffer it was lent to read",
    "the lent buffer was written",
    "const uint8_t *",
  ),
  row("alignment_fault", "forbids unaligned accesses and makes one", "ERR_ISOLATION_SIGNAL"),
  row("alignment_check", "returns with unaligned accesses forbidden", "killed by SIGBUS"),
  row(
    "dirty_x87",
    "returns with the x87 unit's precision and rounding changed",
    "the x87 unit's control word is changed",
  ),
]);

/**
 * One that takes a buffer and its length.
 * @param {string} name
 * @param {string} title
 * @param {Escape["ends"]} ends
 * @returns {Escape}
 */
function lent(name, title, ends, type = "uint8_t *") {
  const prototype = `int ${name}(${type}buffer, int length)`;
  return { ...row(name, title, ends), prototype, lends: 16 }; // whatever the alignment, it ends where the guard begins
}

/**
 * @param {string} name
 * @param {string} title
 * @param {Escape["ends"]} ends
 * @returns {Escape}
 */
function row(name, title, ends) {
  return { name, title, prototype: `int ${name}(void)`, ends };
}
