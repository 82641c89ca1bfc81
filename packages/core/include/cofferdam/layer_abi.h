/* SPDX-License-Identifier: Apache-2.0
 *
 * What the call gate (core) and the native half of a layer say to each other.
 *
 * A layer's addon fills one `cd_layer` and hands its address to core as a type-tagged object
 * (`cofferdam/layer_object.h`). Core knows this struct, never the package behind it. The struct is
 * used on cold paths only: what a call costs is decided once, by `needs`, when it is linked.
 *
 * "Signal context" below means: async-signal-safe calls only (signal-safety(7)).
 */
#ifndef COFFERDAM_LAYER_ABI_H
#define COFFERDAM_LAYER_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CD_ABI_VERSION 2u

/* napi_type_tag of the object that carries a `cd_layer *`. */
#define CD_LAYER_TAG_LOWER 0x6366666461746d4cull
#define CD_LAYER_TAG_UPPER 0x9e1f4b7ac3d05e11ull

#define CD_MAX_FRAMES 32 /* deeper frames of a fault are dropped: the top ones tell the story */
#define CD_MAX_TYPE 256  /* longer names and reasons are cut */
#define CD_MAX_REASON 1024
#define CD_CALLER_GUARD_BYTES (1u << 20) /* frames up to this size cannot jump it */
#ifdef __aarch64__
#define CD_MAX_REGISTERS 34 /* x0-x30, sp, pc, pstate */
#else
#define CD_MAX_REGISTERS 18 /* x86-64: 16 general, rip, eflags */
#endif

/* What a layer needs of every call that passes the gate, beyond the record that each call has. */
enum cd_needs {
  CD_NEEDS_NOTHING = 0,
  CD_NEEDS_STACK = 1u << 0,   /* the call runs on a stack that the layer provides */
  CD_NEEDS_DEADLINE = 1u << 1 /* the call may take only so long, and the layer watches the clock */
};

enum cd_fault_kind {
  CD_FAULT_NONE = 0,
  CD_FAULT_SIGNAL = 1,
  CD_FAULT_STACK_OVERFLOW = 2,
  CD_FAULT_PANIC = 3,
  CD_FAULT_TIMEOUT = 4,
  CD_FAULT_BUFFER_OVERRUN = 5
};

/* How a call that took too long came to its end. */
enum cd_abandoned {
  CD_ABANDONED_AT_RETURN = 1, /* when the library that it was in returned */
  CD_ABANDONED_IN_TARGET = 2, /* in the middle of the target's own code */
  CD_ABANDONED_FORCED = 3     /* wherever it was, after the grace */
};

/* What the guest did to a buffer. */
enum cd_access { CD_ACCESS_OVERRUN = 1, CD_ACCESS_UNDERRUN = 2, CD_ACCESS_READ_ONLY = 3 };

enum cd_language {
  CD_LANGUAGE_NONE = 0,
  CD_LANGUAGE_CPP = 1,
  CD_LANGUAGE_RUST = 2,
  CD_LANGUAGE_OTHER = 3
};

/* A stack for guest calls. Addresses; guard_low <= low < top <= guard_high. */
typedef struct cd_stack {
  uintptr_t top;       /* initial stack pointer, 16-byte aligned; 0 = not provided yet */
  uintptr_t low;       /* lowest usable byte */
  uintptr_t guard_low; /* [guard_low, low) and [top, guard_high) fault when touched */
  uintptr_t guard_high;
} cd_stack;

/* The innermost guarded call of the current thread, as the gate sees it. */
typedef struct cd_call {
  uintptr_t caller_sp;   /* the caller's stack pointer when it entered the gate */
  const cd_stack *stack; /* the stack the guest runs on; NULL: in place, on the caller's */
  uintptr_t thread_low;  /* the thread's own stack (the one V8 runs on) */
  uintptr_t thread_high;
  uintptr_t caller_low;  /* the stack that caller_sp is on; 0: not known. Below caller_low lies a */
  uintptr_t caller_high; /* guard of CD_CALLER_GUARD_BYTES */
  uint32_t suspended;    /* not 0: host code runs on the guest's behalf (a callback) */
  uint32_t ending;       /* not 0: it is being abandoned already */
  uint32_t aborted;      /* not 0: nobody waits for it any more */
  uint32_t timeout;      /* ms, with a deadline; else 0 */
  uint32_t grace;        /* ms */
  uint64_t started;      /* tick, with a deadline */
  uint64_t due;          /* tick at which it has to end */
  uint64_t overdue_since; /* tick of the first `look`; 0: there was none */
  uint64_t looks;         /* how many there were */
  uintptr_t target;       /* the function that was called */
} cd_call;

/* What went wrong. Filled in signal context, read by core when the call has been abandoned. */
typedef struct cd_fault {
  uint32_t kind;  /* enum cd_fault_kind */
  int32_t signal; /* siginfo_t: si_signo, si_code */
  int32_t code;
  uint32_t frame_count;
  uint32_t register_count;
  uint32_t language;  /* enum cd_language: of the exception, where there was one */
  uint32_t abandoned; /* timeout: enum cd_abandoned */
  uint32_t aborted;   /* timeout: it was asked for before its time was up */
  uint32_t access;    /* buffer-overrun: enum cd_access */
  uint32_t argument;  /* buffer-overrun: index of the argument */
  int64_t offset;     /* buffer-overrun: bytes from the buffer's start */
  uint64_t address;   /* the address that was touched, where the signal has one */
  uint64_t pc;
  uint64_t sp;
  uint64_t limit;        /* stack-overflow: bytes that the stack had, 0: not known; timeout: ms */
  uint64_t elapsed;      /* timeout: ms */
  const char *caught_by; /* name of the layer; static storage */
  uint64_t frames[CD_MAX_FRAMES]; /* innermost first; return addresses already minus one */
  uint64_t registers[CD_MAX_REGISTERS];
  char type[CD_MAX_TYPE];     /* UTF-8, ended by a zero; demangled */
  char reason[CD_MAX_REASON]; /* what(), or the panic's message */
} cd_fault;

/* A call whose time is up, seen from another thread: it may be over by now. */
typedef struct cd_due {
  int thread_id; /* gettid(2) */
  uint64_t now;
  uint64_t started;
  uint64_t due;
} cd_due;

/* The gate's side: handed to `attach`, valid for the life of the process. All in signal context. */
typedef struct cd_gate {
  uint32_t abi_version;
  /* Describes the innermost call. 0: none is live on this thread, none that may be abandoned, or
   * `layer` takes no part in it. */
  int (*innermost)(const struct cd_layer *layer, cd_call *out);
  /* Where this thread's fault is kept. Only after `innermost` returned 1. */
  cd_fault *(*fault)(void);
  /* Lets the other layers of the innermost call look at the fault (`on_fault`). */
  void (*consult)(cd_fault *fault);
  /* Rewrites `ucontext`: when the handler returns, the innermost call ends at the gate. */
  void (*abandon)(void *ucontext);
  /* Is this code address part of the gate? Back traces stop there. */
  int (*is_gate)(uintptr_t pc);
  /* How many guarded calls are live on this thread. */
  uint32_t (*depth)(void);

  /* For the layer that watches the clock: milliseconds of CLOCK_MONOTONIC, or 0 while it does not
   * look. Each call with a deadline reads it; when it is 0 the layer's `wake` is called. */
  uint64_t *tick;
  /* Normal context, any thread: looks at all threads, and calls `due` for each whose innermost call
   * is, unless host code runs there; when that returns 0, not again before the thread has called
   * `defer`. Returns how many threads have calls with a deadline. */
  uint32_t (*watch)(uint64_t now, int (*due)(const cd_due *call));
  /* Signal context: `watch` leaves this thread alone until that tick, and no longer. */
  void (*defer)(uint64_t until);
  /* Signal context: counts how often the innermost call was found to be due. */
  void (*look)(uint64_t now);
  /* The innermost call ends, with `fault`, when this return address is used. Not 0: one was
   * replaced before. */
  int (*divert)(uintptr_t *return_address, const cd_fault *fault);
} cd_gate;

typedef struct cd_layer {
  uint32_t abi_version; /* CD_ABI_VERSION that the layer was built with */
  uint32_t needs;       /* enum cd_needs, or-ed */
  const char *name;     /* static storage */
  void *self;           /* the layer's own; core never looks at it */

  /* Every hook may be NULL. */

  /* Once per process, before the first call that uses the layer. 0 = ready, else an errno. */
  int (*attach)(struct cd_layer *layer, const cd_gate *gate);
  /* Once per thread, before its first call that uses the layer. 0 = ready, else an errno. */
  int (*thread_enter)(struct cd_layer *layer);
  void (*thread_leave)(struct cd_layer *layer);
  /* CD_NEEDS_STACK: a stack for nesting level `level` (0 = outermost) of this thread; it is kept
   * for that level until the thread ends. 0 = provided, else an errno. */
  int (*stack_create)(struct cd_layer *layer, uint32_t level, cd_stack *out);
  void (*stack_dispose)(struct cd_layer *layer, uint32_t level, cd_stack *stack);
  /* CD_NEEDS_DEADLINE: a call begins while the gate's tick is 0; it must not be when this returns.
   */
  void (*wake)(struct cd_layer *layer);
  /* Signal context: may turn the fault into a more precise one. */
  void (*on_fault)(struct cd_layer *layer, const cd_call *call, cd_fault *fault);
  /* The call has been abandoned; normal context, but before anything was allocated: put the process
   * right here (a lock the guest held, memory to give back). */
  void (*on_abandoned)(struct cd_layer *layer, const cd_call *call, cd_fault *fault);
  /* The call ended without returning; normal context, after every layer's `on_abandoned`, so that
   * this may allocate. `fault` is NULL where the call was refused: then nothing of it has run. */
  void (*on_ended)(struct cd_layer *layer, const cd_call *call, const cd_fault *fault);
} cd_layer;

#ifdef __cplusplus
}
#endif
#endif
