// SPDX-License-Identifier: Apache-2.0
#include "caller_stack.h"

#include <sys/mman.h>

#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <memory>

#include "thread.h"

namespace cofferdam {
namespace {

constexpr uintptr_t kLeastUsableBytes = 512 * 1024;  // or no guard is taken from it

struct Range {
  uintptr_t low = 0;
  uintptr_t high = 0;
  bool has(uintptr_t address) const { return address >= low && address < high; }
};

/** The mapping that holds `address`; proc_pid_maps(5). */
Range mapping_at(uintptr_t address) {
  const std::unique_ptr<FILE, decltype(&std::fclose)> maps(std::fopen("/proc/self/maps", "re"),
                                                           &std::fclose);
  if (maps == nullptr) return {};
  char line[512];
  while (std::fgets(line, sizeof line, maps.get()) != nullptr) {
    Range range;
    const int found = std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR, &range.low, &range.high);
    if (found == 2 && range.has(address)) return range;
  }
  return {};
}

}  // namespace

void trim_caller_stack(uintptr_t sp) {
  constexpr uintptr_t kPage = 4096;
  const Thread &thread = *cd_thread_state.thread;
  if (sp <= thread.caller_low || sp > thread.caller_high) return;
  const uintptr_t high = (sp - kPage) & ~(kPage - 1);  // the answer of the call is still on it
  if (high <= thread.caller_low) return;
  madvise(reinterpret_cast<void *>(thread.caller_low), high - thread.caller_low, MADV_DONTNEED);
}

}  // namespace cofferdam

extern "C" int64_t cd_guard_caller_stack() {
  using namespace cofferdam;
  Thread &thread = current_thread();
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (here >= thread.stack_low && here < thread.stack_high) return 0;
  if (thread.caller_low != 0) return static_cast<int64_t>(thread.caller_high - thread.caller_low);
  // The FFI must keep the thread's stack pointer where gate.cc's host_stack looks: in the frame
  // pointer at the call, which this function's prologue saved first.
  const uintptr_t saved = *reinterpret_cast<const uintptr_t *>(here);
  if (saved < thread.stack_low || saved >= thread.stack_high) return -EPROTO;
  const Range stack = mapping_at(here);
  if (here < stack.low + CD_CALLER_GUARD_BYTES + kLeastUsableBytes) return -ENOSPC;
  if (mprotect(reinterpret_cast<void *>(stack.low), CD_CALLER_GUARD_BYTES, PROT_NONE) != 0) {
    return -errno;
  }
  thread.caller_low = stack.low + CD_CALLER_GUARD_BYTES;
  thread.caller_high = stack.high;
  return static_cast<int64_t>(thread.caller_high - thread.caller_low);
}
