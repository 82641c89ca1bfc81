// SPDX-License-Identifier: Apache-2.0
#include "alternate_stack.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace cofferdam {
namespace {

// The kernel's frame (2.7 KiB with AVX-512) and the unwinder's tables, twice: a fault in the trace
// nests. Measured use is below 16 KiB.
constexpr size_t kBytes = 64 * 1024;
constexpr size_t kEnoughBytes = 32 * 1024;

__thread void *mapping __attribute__((tls_model("initial-exec")));
__thread stack_t previous __attribute__((tls_model("initial-exec")));

size_t page_bytes() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

}  // namespace

int arm_alternate_stack() {
  if (mapping != nullptr) return 0;
  if (sigaltstack(nullptr, &previous) != 0) return errno;
  if ((previous.ss_flags & SS_DISABLE) == 0 && previous.ss_size >= kEnoughBytes) return 0;
  const size_t guard = page_bytes();
  void *mapped = mmap(nullptr, guard + kBytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (mapped == MAP_FAILED) return errno;
  mprotect(mapped, guard, PROT_NONE);
  stack_t stack = {};
  stack.ss_sp = static_cast<char *>(mapped) + guard;
  stack.ss_size = kBytes;
  if (sigaltstack(&stack, nullptr) != 0) {
    const int error = errno;
    munmap(mapped, guard + kBytes);
    return error;
  }
  mapping = mapped;
  return 0;
}

void disarm_alternate_stack() {
  if (mapping == nullptr) return;
  sigaltstack(&previous, nullptr);
  munmap(mapping, page_bytes() + kBytes);
  mapping = nullptr;
}

}  // namespace cofferdam
