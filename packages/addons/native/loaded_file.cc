// SPDX-License-Identifier: Apache-2.0
#include "loaded_file.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>

#include "elf_imports.h"
#include "imported.h"

namespace cofferdam {
namespace {

/** What Node assumes of an addon that does not say (NODE_API_DEFAULT_MODULE_API_VERSION). */
constexpr int32_t kDefaultApiVersion = 8;

std::mutex mutex;
std::set<uintptr_t> replaced;  // where the files are loaded

bool protect(uintptr_t base, const ElfImports &elf, int protection) {
  const size_t bytes = elf.relro_high - elf.relro_low;
  if (bytes == 0) return true;
  return mprotect(reinterpret_cast<void *>(base + elf.relro_low), bytes, protection) == 0;
}

std::string replace_imports(uintptr_t base, const char *path) {
  ElfImports elf;
  if (std::string why = read_elf_imports(path, elf); !why.empty()) return why;
  if (!protect(base, elf, PROT_READ | PROT_WRITE)) return std::strerror(errno);
  for (const Import &import : elf.imports) {
    if (!is_interposed(import.name)) continue;
    void *const address = imported(import.name.c_str());
    // Node lacks the function: left to the loader, which says so when it is called.
    if (address == nullptr) continue;
    __atomic_store_n(reinterpret_cast<void **>(base + import.where), address, __ATOMIC_RELEASE);
  }
  protect(base, elf, PROT_READ);
  return {};
}

template <typename Function>
Function *find(void *library, const char *name) {
  return reinterpret_cast<Function *>(dlsym(library, name));
}

}  // namespace

std::string load_file(const char *path, int flags, LoadedFile &out) {
  void *const library = dlopen(path, flags);
  if (library == nullptr) return dlerror();
  link_map *map = nullptr;
  if (dlinfo(library, RTLD_DI_LINKMAP, &map) != 0) return dlerror();
  {
    std::lock_guard lock(mutex);
    if (!replaced.contains(map->l_addr)) {
      if (std::string why = replace_imports(map->l_addr, path); !why.empty()) return why;
      replaced.insert(map->l_addr);
    }
  }
  using Version = int32_t();
  auto *const init = find<napi_value(napi_env, napi_value)>(library, "napi_register_module_v1");
  auto *const version = find<Version>(library, "node_api_module_get_api_version_v1");
  out = {init, version != nullptr ? version() : kDefaultApiVersion};
  return {};
}

}  // namespace cofferdam
