// SPDX-License-Identifier: Apache-2.0
#include "region.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace cofferdam {
namespace {

void *pointer(uintptr_t address) { return reinterpret_cast<void *>(address); }

int allow_writing(const Mapping &mapping) {
  const int access = PROT_READ | PROT_WRITE;
  return mprotect(pointer(mapping.low), mapping.high - mapping.low, access) == 0 ? 0 : errno;
}

/** Maps the same pages twice: for the host to write, and for the guest to read. So lending them
 * takes no system call, and no thread ever meets a page that is about to change. mremap(2): an old
 * size of 0 makes a second mapping. */
int map_twice(Mapping &mapping) {
  const size_t bytes = mapping.high - mapping.low;
  void *host = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (host == MAP_FAILED) return errno;
  void *guest = mremap(host, 0, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, pointer(mapping.low));
  if (guest == MAP_FAILED || mprotect(guest, bytes, PROT_READ) != 0) {
    const int error = errno;
    munmap(host, bytes);
    return error;
  }
  mapping.host = reinterpret_cast<uintptr_t>(host);
  return 0;
}

}  // namespace

size_t page_bytes() {
  static const size_t bytes = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

int map_region(size_t bytes, Access access, Mapping &mapping) {
  const size_t usable = round_up(bytes, page_bytes());
  const size_t total = kGuardBytes + usable + kGuardBytes;
  void *reserved =
      mmap(nullptr, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (reserved == MAP_FAILED) return errno;
  mapping.guard_low = reinterpret_cast<uintptr_t>(reserved);
  mapping.low = mapping.guard_low + kGuardBytes;
  mapping.high = mapping.low + usable;
  mapping.guard_high = mapping.guard_low + total;
  mapping.host = mapping.low;
  const int error = access == Access::ReadOnly ? map_twice(mapping) : allow_writing(mapping);
  if (error != 0) munmap(reserved, total);
  return error;
}

void unmap_region(const Mapping &mapping) {
  munmap(pointer(mapping.guard_low), mapping.guard_high - mapping.guard_low);
  if (mapping.host != mapping.low) munmap(pointer(mapping.host), mapping.high - mapping.low);
}

}  // namespace cofferdam
