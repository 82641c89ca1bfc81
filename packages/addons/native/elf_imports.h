// SPDX-License-Identifier: Apache-2.0
// What an ELF file takes from others, read from the file before any of its code can run.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace cofferdam {

/** A word of the loaded file that will hold the address of another's symbol. */
struct Import {
  std::string name;
  uintptr_t where;  // from where the file is loaded
};

struct ElfImports {
  std::vector<Import> imports;
  std::vector<std::string> libraries;  // that it is linked with, as the loader knows them
  // Made read-only once the loader has relocated it; from where the file is loaded. low == high:
  // nothing is.
  uintptr_t relro_low = 0, relro_high = 0;
};

/** Returns why the file cannot be read; empty: it was. Trusts nothing that the file says. */
std::string read_elf_imports(const char *path, ElfImports &out);

}  // namespace cofferdam
