// SPDX-License-Identifier: Apache-2.0
// Rules one after another, each: is it this call? does the check hold? then the verdict. The kernel
// remembers which calls are allowed whatever their arguments are, and does not run the program for
// them (Linux 5.11), so that a tree of comparisons would gain little.
#include "syscall_filter.h"

#include <linux/seccomp.h>

#include <cerrno>
#include <cstddef>

namespace cofferdam {
namespace {

constexpr uint32_t kNumberAt = offsetof(seccomp_data, nr);
constexpr uint32_t kArchitectureAt = offsetof(seccomp_data, arch);
/** Set in the numbers of x32, whose calls are the same under other numbers. */
constexpr uint32_t kOtherNumbers = 0x40000000;

constexpr uint32_t low_half_at(unsigned argument) {
  return offsetof(seccomp_data, args) + argument * sizeof(uint64_t);
}
constexpr uint32_t high_half_at(unsigned argument) { return low_half_at(argument) + 4; }

constexpr uint32_t fails_with(int error) {
  return SECCOMP_RET_ERRNO | static_cast<uint32_t>(error);
}

uint32_t action_of(Verdict verdict, bool traps) {
  switch (verdict) {
    case Verdict::Allow:
      return SECCOMP_RET_ALLOW;
    case Verdict::Forbid:
      return traps ? SECCOMP_RET_TRAP : fails_with(EPERM);
    case Verdict::ForbidFile:
      return traps ? SECCOMP_RET_TRAP : fails_with(EACCES);
    case Verdict::Refuse:
      return fails_with(EPERM);
    case Verdict::RefuseMemory:
      return fails_with(EACCES);
    case Verdict::Unknown:
      return fails_with(ENOSYS);
    case Verdict::Pretend:
      return fails_with(0);
    case Verdict::NoTerminal:
      return fails_with(ENOTTY);
  }
  return SECCOMP_RET_KILL_PROCESS;
}

/** Builds the program; between rules the accumulator holds the call's number. */
class Program {
 public:
  explicit Program(uint32_t architecture) {
    load(kArchitectureAt);
    add(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0);
    give(SECCOMP_RET_KILL_PROCESS);
    load(kNumberAt);
    add(BPF_JMP | BPF_JSET | BPF_K, kOtherNumbers, 0, 1);
    give(SECCOMP_RET_KILL_PROCESS);
  }

  void rule(uint32_t number, const Check &check, const Check &also, uint32_t action) {
    const size_t start = code_.size();
    jump_unless(BPF_JEQ, number);
    const size_t first_check = code_.size();
    add_check(check);
    add_check(also);
    const bool checks = code_.size() > first_check;
    give(action);
    const size_t reload = code_.size();
    if (checks) load(kNumberAt);
    code_[start].jf = distance(start, code_.size());
    for (size_t at = first_check; at < reload; ++at) {
      if (code_[at].jf == kToReload) code_[at].jf = distance(at, reload);
    }
  }

  std::vector<sock_filter> finish(uint32_t action) && {
    give(action);
    return static_cast<std::vector<sock_filter> &&>(code_);
  }

 private:
  /** Stands for "to the end of this rule" until that is known; no rule is that long. */
  static constexpr uint8_t kToReload = 0xff;

  void add_check(const Check &check) {
    const uint32_t value = check.value;
    if (check.test == Test::Always) return;
    load(low_half_at(check.argument));
    if (check.test == Test::AnyBit) return jump_unless(BPF_JSET, value);
    if (check.test == Test::AllBits) add(BPF_ALU | BPF_AND | BPF_K, value, 0, 0);
    jump_unless(BPF_JEQ, value);
    if (check.test != Test::IsNull) return;
    load(high_half_at(check.argument));
    jump_unless(BPF_JEQ, 0);
  }

  void jump_unless(unsigned condition, uint32_t value) {
    add(BPF_JMP | condition | BPF_K, value, 0, kToReload);
  }
  void load(uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, offset, 0, 0); }
  void give(uint32_t action) { add(BPF_RET | BPF_K, action, 0, 0); }
  void add(unsigned code, uint32_t value, uint8_t if_true, uint8_t if_false) {
    code_.push_back({static_cast<uint16_t>(code), if_true, if_false, value});
  }
  static uint8_t distance(size_t from, size_t to) { return static_cast<uint8_t>(to - from - 1); }

  std::vector<sock_filter> code_;
};

}  // namespace

std::vector<sock_filter> compile_rules(const SyscallRules &rules, const FilterOptions &options) {
  Program program(rules.architecture);
  for (size_t at = 0; at < rules.count; ++at) {
    const Rule &rule = rules.rules[at];
    if (rule.when != 0 && (rule.when & options.when) == 0) continue;
    Check check = rule.check;
    if (check.test == Test::IsSelf) check.value = static_cast<uint32_t>(options.self);
    const uint32_t action = action_of(rule.verdict, options.traps);
    program.rule(static_cast<uint32_t>(rule.number), check, rule.also, action);
  }
  return static_cast<Program &&>(program).finish(fails_with(EPERM));
}

}  // namespace cofferdam
