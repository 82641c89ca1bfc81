// SPDX-License-Identifier: Apache-2.0
#include <ucontext.h>

#include "registers.h"

namespace cofferdam {
namespace {

greg_t *registers(const void *ucontext) {
  return const_cast<greg_t *>(static_cast<const ucontext_t *>(ucontext)->uc_mcontext.gregs);
}

}  // namespace

const int kFramePointer = 6;  // rbp; psABI figure 3.36

Position position(const void *ucontext) {
  const greg_t *values = registers(ucontext);
  return {static_cast<uintptr_t>(values[REG_RIP]), static_cast<uintptr_t>(values[REG_RSP])};
}

Position caller_position(const void *ucontext) {
  const auto sp = position(ucontext).sp;
  return {*reinterpret_cast<const uintptr_t *>(sp), sp + sizeof(uintptr_t)};
}

void set_position(void *ucontext, Position position) {
  greg_t *values = registers(ucontext);
  values[REG_RIP] = static_cast<greg_t>(position.pc);
  values[REG_RSP] = static_cast<greg_t>(position.sp);
}

uint32_t copy_registers(const void *ucontext, uint64_t *out) {
  constexpr int kOrder[] = {REG_RAX, REG_RBX, REG_RCX, REG_RDX, REG_RSI, REG_RDI,
                            REG_RBP, REG_RSP, REG_R8,  REG_R9,  REG_R10, REG_R11,
                            REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP, REG_EFL};
  uint32_t count = 0;
  for (const int index : kOrder) out[count++] = static_cast<uint64_t>(registers(ucontext)[index]);
  return count;
}

void clear_alignment_check() {
  asm volatile(
      "leaq -128(%%rsp), %%rsp\n"  // the red zone
      "pushfq\n"
      "andl $~0x40000, (%%rsp)\n"
      "popfq\n"
      "leaq 128(%%rsp), %%rsp" ::
          : "cc", "memory");
}

}  // namespace cofferdam
