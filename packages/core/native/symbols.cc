// SPDX-License-Identifier: Apache-2.0
#include "symbols.h"

#include <cxxabi.h>
#include <dlfcn.h>

#include <cstdlib>
#include <memory>

namespace cofferdam {

std::string demangle(const char *name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  return text != nullptr ? text.get() : name;
}

Symbol symbol_at(uint64_t pc) {
  Dl_info info = {};
  if (dladdr(reinterpret_cast<void *>(pc), &info) == 0) return {};
  Symbol symbol = {};
  if (info.dli_fname != nullptr) symbol.module = info.dli_fname;
  symbol.module_offset = pc - reinterpret_cast<uintptr_t>(info.dli_fbase);
  if (info.dli_sname == nullptr) return symbol;
  symbol.name = demangle(info.dli_sname);
  symbol.offset = pc - reinterpret_cast<uintptr_t>(info.dli_saddr);
  return symbol;
}

}  // namespace cofferdam
