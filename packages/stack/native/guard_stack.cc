// SPDX-License-Identifier: Apache-2.0
#include "guard_stack.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace cofferdam {
namespace {

const size_t kPage = static_cast<size_t>(sysconf(_SC_PAGESIZE));

size_t usable_bytes(const cd_stack &stack) { return stack.top + kHeadroomBytes - stack.low; }

void *pointer(uintptr_t address) { return reinterpret_cast<void *>(address); }

}  // namespace

int map_stack(size_t bytes, cd_stack &stack) {
  const size_t usable = (bytes + kPage - 1) & ~(kPage - 1);
  const size_t total = kGuardBytes + usable + kGuardBytes;
  void *mapping = mmap(nullptr, total, PROT_NONE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (mapping == MAP_FAILED) return errno;
  stack.guard_low = reinterpret_cast<uintptr_t>(mapping);
  stack.low = stack.guard_low + kGuardBytes;
  stack.guard_high = stack.guard_low + total;
  if (mprotect(pointer(stack.low), usable, PROT_READ | PROT_WRITE) != 0) {
    const int error = errno;
    munmap(mapping, total);
    stack = {};
    return error;
  }
  stack.top = stack.low + usable - kHeadroomBytes;  // last: the gate takes it as "provided"
  return 0;
}

void unmap_stack(const cd_stack &stack) {
  munmap(pointer(stack.guard_low), stack.guard_high - stack.guard_low);
}

void trim_stack(const cd_stack &stack, size_t keep) {
  const size_t usable = usable_bytes(stack);
  if (keep >= usable) return;
  madvise(pointer(stack.low), usable - keep, MADV_DONTNEED);
}

size_t touched_bytes(const cd_stack &stack) {
  const size_t usable = usable_bytes(stack);
  std::vector<unsigned char> resident(usable / kPage);
  if (mincore(pointer(stack.low), usable, resident.data()) != 0) return 0;
  for (size_t page = 0; page < resident.size(); page++) {
    if ((resident[page] & 1) != 0) return usable - page * kPage;
  }
  return 0;
}

}  // namespace cofferdam
