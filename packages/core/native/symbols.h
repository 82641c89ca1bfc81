// SPDX-License-Identifier: Apache-2.0
// Names for code addresses: dladdr(3), then the C++ demangler.
#pragma once
#include <cstdint>
#include <string>

namespace cofferdam {

struct Symbol {
  std::string name;    // demangled; empty when the address is in no exported function
  uint64_t offset;     // from the function's start
  std::string module;  // path of the library; empty when the address is in none
  uint64_t module_offset;
};

/** A C++ name for people; other names as they are. */
std::string demangle(const char *name);

/** Takes the loader's lock: not for signal context. */
Symbol symbol_at(uint64_t pc);

}  // namespace cofferdam
