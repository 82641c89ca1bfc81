// SPDX-License-Identifier: Apache-2.0
#include "return_address.h"

namespace cofferdam {

/** System V psABI §3.2.2: the word below a frame's stack pointer, as it is after the return, is the
 * return address. */
ReturnAddress return_address_of(const Frame &, const Frame &frame, void *) {
  auto *word = reinterpret_cast<uintptr_t *>(frame.sp) - 1;
  return {*word == frame.pc ? word : nullptr, frame.sp, frame.pc};
}

void set_return_address(const ReturnAddress &where, uintptr_t address) { *where.word = address; }

}  // namespace cofferdam
