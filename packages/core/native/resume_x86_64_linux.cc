// SPDX-License-Identifier: Apache-2.0
// Rewrites a signal context so that sigreturn continues at the gate. Async-signal-safe.
#include <ucontext.h>

#include "gate.h"

extern "C" [[gnu::visibility("hidden")]] void cd_gate_recover();

namespace cofferdam {

void resume_at_gate(void *ucontext, const Record &record) {
  constexpr greg_t kTrap = 0x100, kDirection = 0x400, kAlignmentCheck = 0x40000;
  constexpr uint32_t kMxcsrMaskAll = 0x1f80;  // every exception masked, none pending
  constexpr uint16_t kX87Default = 0x37f;     // psABI §3.2.1

  mcontext_t &context = static_cast<ucontext_t *>(ucontext)->uc_mcontext;
  context.gregs[REG_RIP] = reinterpret_cast<greg_t>(&cd_gate_recover);
  context.gregs[REG_RSP] = static_cast<greg_t>(record.sp);
  context.gregs[REG_RBX] = reinterpret_cast<greg_t>(&record);
  context.gregs[REG_EFL] &= ~(kTrap | kDirection | kAlignmentCheck);
  if (context.fpregs == nullptr) return;
  context.fpregs->mxcsr = kMxcsrMaskAll | cd_thread_state.float_control;
  context.fpregs->cwd = kX87Default;
  context.fpregs->swd = 0;
  context.fpregs->ftw = 0;  // all registers empty
}

}  // namespace cofferdam
