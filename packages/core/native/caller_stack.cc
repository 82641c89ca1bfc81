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
}  // namespace cofferdam

extern "C" int64_t cd_guard_caller_stack() {
  using namespace cofferdam;
  Thread &thread = current_thread();
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (here >= thread.stack_low && here < thread.stack_high) return 0;
  if (thread.caller_low != 0) return static_cast<int64_t>(thread.caller_high - thread.caller_low);
  const Range stack = mapping_at(here);
  // At least as much must stay usable as becomes guard.
  if (here < stack.low + 2 * CD_CALLER_GUARD_BYTES) return -ENOSPC;
  if (mprotect(reinterpret_cast<void *>(stack.low), CD_CALLER_GUARD_BYTES, PROT_NONE) != 0) {
    return -errno;
  }
  thread.caller_low = stack.low + CD_CALLER_GUARD_BYTES;
  thread.caller_high = stack.high;
  return static_cast<int64_t>(thread.caller_high - thread.caller_low);
}
