// SPDX-License-Identifier: Apache-2.0
#include "memory_layer.h"

#include <csignal>

#include "regions.h"

namespace cofferdam {
namespace {

std::atomic<uint64_t> overruns{0};

uint32_t access_at(int64_t offset, size_t length) {
  if (offset < 0) return CD_ACCESS_UNDERRUN;
  return static_cast<size_t>(offset) >= length ? CD_ACCESS_OVERRUN : CD_ACCESS_READ_ONLY;
}

/** Signal context. A jump into a buffer is no overrun, and neither is the touch of a region that no
 * call has. Which call has it does not matter: the address says which buffer it was, and the
 * argument is the one that it was lent as. */
void on_fault(cd_layer *, const cd_call *, cd_fault *fault) {
  if (fault->signal != SIGSEGV || fault->code != SEGV_ACCERR || fault->address == fault->pc) return;
  const Region *region = find_region(fault->address);
  if (region == nullptr) return;
  const int32_t argument = region->argument.load();
  if (argument == kNotLent) return;
  fault->kind = CD_FAULT_BUFFER_OVERRUN;
  fault->argument = static_cast<uint32_t>(argument);
  fault->offset = static_cast<int64_t>(fault->address - region->start.load());
  fault->access = access_at(fault->offset, region->length.load());
  fault->caught_by = "memory";
  overruns.fetch_add(1, std::memory_order_relaxed);
}

cd_layer layer = {
    .abi_version = CD_ABI_VERSION,
    .needs = CD_NEEDS_NOTHING,
    .name = "memory",
    .on_fault = on_fault,
};

}  // namespace

cd_layer *memory_layer() { return &layer; }

uint64_t overrun_count() { return overruns.load(std::memory_order_relaxed); }

}  // namespace cofferdam
