// SPDX-License-Identifier: Apache-2.0
#include "float_control.h"

namespace cofferdam {

uint32_t float_control() {
  uint64_t fpcr = 0;
  asm volatile("mrs %0, fpcr" : "=r"(fpcr));
  return static_cast<uint32_t>(fpcr);  // the flags are in FPSR; bits 63:32 are reserved
}

}  // namespace cofferdam
