// SPDX-License-Identifier: Apache-2.0
#include <xmmintrin.h>

#include "float_control.h"

namespace cofferdam {

uint32_t float_control() {
  constexpr uint32_t kMxcsrControl = 0xffc0;
  return _mm_getcsr() & kMxcsrControl;
}

}  // namespace cofferdam
