// SPDX-License-Identifier: Apache-2.0
#include "landing_pads.h"

#include <link.h>
#include <sys/mman.h>

#include <cstdlib>
#include <cstring>

namespace cofferdam::testing {

#if defined(__ARM_FEATURE_BTI_DEFAULT) && !defined(CD_STATIC)

namespace {

constexpr int kProtBti = 0x10;  // PROT_BTI of asm/mman.h

int protect(dl_phdr_info *object, size_t, void *) {
  if (std::strstr(object->dlpi_name, "/libgate.so") == nullptr &&
      std::strstr(object->dlpi_name, "/libguests.so") == nullptr) {
    return 0;
  }
  for (int index = 0; index < object->dlpi_phnum; index++) {
    const ElfW(Phdr) &part = object->dlpi_phdr[index];
    if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0) continue;
    const uintptr_t low = (object->dlpi_addr + part.p_vaddr) & ~uintptr_t{4095};
    const uintptr_t high = object->dlpi_addr + part.p_vaddr + part.p_memsz;
    const int protection = PROT_READ | PROT_EXEC | kProtBti;
    if (mprotect(reinterpret_cast<void *>(low), high - low, protection) != 0) std::abort();
  }
  return 0;
}

}  // namespace

bool enforce_landing_pads() {
  dl_iterate_phdr(protect, nullptr);
  return true;
}

#else

bool enforce_landing_pads() { return false; }

#endif

}  // namespace cofferdam::testing
