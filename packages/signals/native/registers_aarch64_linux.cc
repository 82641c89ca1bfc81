// SPDX-License-Identifier: Apache-2.0
#include <ucontext.h>

#include <algorithm>
#include <iterator>

#include "cofferdam/layer_abi.h"
#include "registers.h"

namespace cofferdam {
namespace {

constexpr int kLink = 30;

const mcontext_t &registers(const void *ucontext) {
  return static_cast<const ucontext_t *>(ucontext)->uc_mcontext;
}

}  // namespace

const int kFramePointer = 29;

Position position(const void *ucontext) {
  const mcontext_t &context = registers(ucontext);
  return {context.pc, context.sp};
}

Position caller_position(const void *ucontext) {
  const mcontext_t &context = registers(ucontext);
  return {context.regs[kLink], context.sp};
}

void set_position(void *ucontext, Position position) {
  mcontext_t &context = static_cast<ucontext_t *>(ucontext)->uc_mcontext;
  context.pc = position.pc;
  context.sp = position.sp;
}

uint32_t copy_registers(const void *ucontext, uint64_t *out) {
  const mcontext_t &context = registers(ucontext);
  uint64_t *next = std::copy(std::begin(context.regs), std::end(context.regs), out);
  *next++ = context.sp;
  *next++ = context.pc;
  *next++ = context.pstate;
  return static_cast<uint32_t>(next - out);
}

void clear_alignment_check() {}  // only the kernel can set it here

}  // namespace cofferdam
