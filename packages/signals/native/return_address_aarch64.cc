// SPDX-License-Identifier: Apache-2.0
// AAPCS64 §6.4.6: a function that calls others keeps its return address behind its caller's frame
// pointer, and its own frame pointer points there. One that calls none, or has not got so far, has
// it in x30. Either may be signed (FEAT_PAuth): with key A and the stack pointer at the function's
// entry.
#include <ucontext.h>

#include "return_address.h"

namespace cofferdam {
namespace {

constexpr int kLink = 30;

struct FrameRecord {
  uintptr_t frame_pointer;
  uintptr_t link;
};

/** `address` without its signature. The instruction is a hint: without PAuth it does nothing. */
uintptr_t strip(uintptr_t address) {
  register uintptr_t link asm("x30") = address;
  asm("hint 7" : "+r"(link));  // xpaclri
  return link;
}

uintptr_t sign(uintptr_t address, uintptr_t sp) {
  register uintptr_t link asm("x17") = address;
  register uintptr_t modifier asm("x16") = sp;
  asm("hint 8" : "+r"(link) : "r"(modifier));  // pacia1716
  return link;
}

FrameRecord *record_of(const Frame &callee, const Frame &frame) {
  const uintptr_t at = callee.frame_pointer;
  if (at < callee.sp || at + sizeof(FrameRecord) > frame.sp || at % 8 != 0) return nullptr;
  auto *record = reinterpret_cast<FrameRecord *>(at);
  const bool is_of_callee =
      record->frame_pointer == frame.frame_pointer && strip(record->link) == frame.pc;
  return is_of_callee ? record : nullptr;
}

}  // namespace

ReturnAddress return_address_of(const Frame &callee, const Frame &frame, void *ucontext) {
  if (FrameRecord *record = record_of(callee, frame); record != nullptr) {
    return {&record->link, frame.sp, frame.pc};
  }
  auto *link =
      reinterpret_cast<uintptr_t *>(&static_cast<ucontext_t *>(ucontext)->uc_mcontext.regs[kLink]);
  const bool is_innermost = !callee.is_return;
  return {is_innermost && strip(*link) == frame.pc ? link : nullptr, frame.sp, frame.pc};
}

void set_return_address(const ReturnAddress &where, uintptr_t address) {
  const bool is_signed = *where.word != strip(*where.word);
  *where.word = is_signed ? sign(address, where.sp) : address;
}

}  // namespace cofferdam
