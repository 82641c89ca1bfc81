// SPDX-License-Identifier: Apache-2.0
// The table of system calls, one file per machine: syscall_rules_<isa>.cc.
#pragma once
#include <cstddef>
#include <cstdint>

namespace cofferdam {

/** What becomes of a call. */
enum class Verdict : uint8_t {
  Allow,
  /** Fails with EPERM, or SIGSYS where violations are to be told: no honest library does this. */
  Forbid,
  /** The same, but EACCES: what opening a file says. */
  ForbidFile,
  /** Fails with EPERM: merely not granted. What is not in the table is refused too. */
  Refuse,
  /** Fails with EACCES: memory that may not be executed. */
  RefuseMemory,
  /** Fails with ENOSYS: the C library then takes an older call, which can be checked. */
  Unknown,
  /** Does nothing, and says that it did. */
  Pretend,
  /** Fails with ENOTTY: whoever asks takes the descriptor for a plain file. */
  NoTerminal,
};

/** What an argument must be for its rule to hold. 32 bits, as the kernel takes them: flags,
 * commands and process ids. */
enum class Test : uint8_t {
  Always,
  Equals,
  AnyBit,
  AllBits,
  /** All 64 bits are 0. */
  IsNull,
  /** It is this process's id. */
  IsSelf,
};

struct Check {
  Test test = Test::Always;
  uint8_t argument = 0;
  uint32_t value = 0;
};

/** In which seals a rule is; a rule that names none is in all. */
enum When : unsigned {
  kWhenNetwork = 1,
  kWhenProcesses = 2,
  kWhenWrite = 4,
  kWhenNoExecMemory = 8,
};

struct Rule {
  int number;
  const char *name;
  Verdict verdict;
  Check check = {};
  unsigned when = 0;
  /** A second check that must hold too. */
  Check also = {};
};

/** In order: the first rule of a call whose check holds decides. */
struct SyscallRules {
  const Rule *rules;
  size_t count;
  /** AUDIT_ARCH_*: the one ABI that the numbers are of. */
  uint32_t architecture;
};

/** None where there is no table for the machine. */
SyscallRules syscall_rules();

/** Null for a call that the table does not name. */
const char *syscall_name(int number);

}  // namespace cofferdam
