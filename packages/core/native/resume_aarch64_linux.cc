// SPDX-License-Identifier: Apache-2.0
// Rewrites a signal context so that sigreturn continues at the gate. Async-signal-safe.
#include <asm/sigcontext.h>
#include <ucontext.h>

#include "gate.h"

extern "C" [[gnu::visibility("hidden")]] void cd_gate_recover();

namespace cofferdam {
namespace {

/** The floating-point part: one of the tagged records that follow the general registers. */
fpsimd_context *floating_point(mcontext_t &context) {
  auto *at = reinterpret_cast<char *>(context.__reserved);
  const char *end = at + sizeof context.__reserved;
  while (at + sizeof(_aarch64_ctx) <= end) {
    auto *head = reinterpret_cast<_aarch64_ctx *>(at);
    if (head->magic == FPSIMD_MAGIC) return reinterpret_cast<fpsimd_context *>(head);
    if (head->magic == 0 || head->size == 0) return nullptr;
    at += head->size;
  }
  return nullptr;
}

}  // namespace

void resume_at_gate(void *ucontext, const Record &record) {
  // PSTATE bits that a guest can set: a pending branch-target check (BTYPE), single-step, timing
  // (DIT) and memory-tag (TCO) modes.
  constexpr uint64_t kBranchType = 0xc00, kStep = 1 << 21, kTiming = 1 << 24, kTags = 1 << 25;

  mcontext_t &context = static_cast<ucontext_t *>(ucontext)->uc_mcontext;
  context.pc = reinterpret_cast<uintptr_t>(&cd_gate_recover);
  context.sp = record.sp;
  context.regs[19] = reinterpret_cast<uintptr_t>(&record);
  context.pstate &= ~(kBranchType | kStep | kTiming | kTags);
  fpsimd_context *floats = floating_point(context);
  if (floats == nullptr) return;
  floats->fpcr = cd_thread_state.float_control;
  floats->fpsr = 0;
}

}  // namespace cofferdam
