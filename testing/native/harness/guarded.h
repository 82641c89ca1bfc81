// SPDX-License-Identifier: Apache-2.0
// Stands where core's TypeScript and koffi stand: links functions, calls their thunks, hears of
// faults. The gate and the layers are the real ones.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

#include "claim.h"
#include "slots.h"
#include "thread.h"

namespace cofferdam::testing {

/** The layers that a function is linked with. */
struct Way {
  const char *name;
  uint32_t layers;
};

Way in_place();  // signals
Way switched();  // signals, stack
Way with_deadline(Way way);
constexpr size_t kStackBytes = 256 * 1024;

inline void each_way(const std::function<void(Way)> &act) {
  for (const Way way : {in_place(), switched()}) {
    circumstance = way.name;
    act(way);
  }
  circumstance.clear();
}

/** The ways in which a guest may fault. In a static executable a guest that runs in place cannot be
 *  told from host code, and is refused: see the claim about that. */
void each_recoverable_way(const std::function<void(Way)> &act);

/** What the calling thread heard last, and how often it heard anything. */
struct Told {
  int count;
  Refusal refusal;
  bool faulted;
  cd_fault fault;
};

Told &told();
/** Expects one more report than `before`, of a fault by `signal`. */
void expect_fault(int before, int signal,
                  std::source_location here = std::source_location::current());

/** Makes the calling thread one that hears of faults, as one with JavaScript is. */
void listen();

/** The frames of the last fault: names, where the linker knows them. */
std::string frames();

/** Bytes that so many arguments take on the stack, beyond those in registers. */
constexpr uint32_t stack_bytes(int integers, int floats = 0) {
#ifdef __aarch64__
  constexpr int kIntegerRegisters = 8;
#else
  constexpr int kIntegerRegisters = 6;
#endif
  constexpr int kFloatRegisters = 8;
  return 8u * static_cast<uint32_t>(std::max(0, integers - kIntegerRegisters) +
                                    std::max(0, floats - kFloatRegisters));
}

/** Bytes that a large aggregate takes there when it is passed by value. */
constexpr uint32_t aggregate_bytes([[maybe_unused]] size_t size) {
#ifdef __aarch64__
  return 0;  // a pointer to a copy is passed
#else
  return static_cast<uint32_t>(size);
#endif
}

/** Bytes of a result of four doubles that the caller provides memory for. */
#ifdef __aarch64__
constexpr uint32_t kDoubles4Bytes = 0;  // they come back in registers
#else
constexpr uint32_t kDoubles4Bytes = 32;
#endif

struct Shape {
  uint32_t stack_bytes = 0;
  uint32_t result_bytes = 0;
  uint32_t text_width = 0;
  uint32_t timeout = 0;  // ms; for a way with a deadline
  uint32_t grace = 200;
};

int link(void *target, Way way, Shape shape);

/** A linked function; `call` is its thunk. */
template <typename Function>
struct Guarded {
  Guarded(Function *target, Way way, Shape shape = {})
      : index(link(reinterpret_cast<void *>(target), way, shape)),
        call(reinterpret_cast<Function *>(thunk_of(static_cast<uint32_t>(index)))) {}
  ~Guarded() { dispose_slot(static_cast<uint32_t>(index)); }
  Guarded(const Guarded &) = delete;
  Guarded &operator=(const Guarded &) = delete;

  const int index;
  Function *const call;
};

/** A function of the host that guests may call. */
template <typename Function>
struct Exit {
  explicit Exit(Function *target, uint32_t bytes = 0)
      : index(create_exit(reinterpret_cast<void *>(target), bytes, nullptr)),
        call(reinterpret_cast<Function *>(exit_thunk_of(static_cast<uint32_t>(index)))) {}
  ~Exit() { dispose_exit(static_cast<uint32_t>(index)); }
  Exit(const Exit &) = delete;
  Exit &operator=(const Exit &) = delete;

  const int index;
  Function *const call;
};

}  // namespace cofferdam::testing
