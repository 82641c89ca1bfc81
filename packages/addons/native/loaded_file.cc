// SPDX-License-Identifier: Apache-2.0
#include "loaded_file.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>
#include <utility>

#include "elf_imports.h"
#include "imported.h"

namespace cofferdam {
namespace {

/** What Node assumes of an addon that does not say (NODE_API_DEFAULT_MODULE_API_VERSION). */
constexpr int32_t kDefaultApiVersion = 8;

enum class Role { Addon, Library };

std::mutex mutex;
std::set<std::pair<uintptr_t, Role>> guarded;  // by where they are loaded

bool protect(uintptr_t base, const ElfImports &elf, int protection) {
  const size_t bytes = elf.relro_high - elf.relro_low;
  if (bytes == 0) return true;
  return mprotect(reinterpret_cast<void *>(base + elf.relro_low), bytes, protection) == 0;
}

std::string replace_imports(uintptr_t base, const ElfImports &elf) {
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

/** Of those that do not, most look something up by name that is none of our business. */
bool uses_node_api(const ElfImports &elf) {
  return std::ranges::any_of(elf.imports, [](const Import &import) {
    return import.name != "dlsym" && is_interposed(import.name);
  });
}

/** nullptr: none of this name is loaded. */
const link_map *loaded_library(const std::string &name) {
  void *const library = dlopen(name.c_str(), RTLD_LAZY | RTLD_NOLOAD);
  link_map *map = nullptr;
  if (library != nullptr) dlinfo(library, RTLD_DI_LINKMAP, &map);
  return map;
}

/** Replaces what a file imports, and what the libraries do that it is linked with. */
std::string guard_file(uintptr_t base, const std::string &path, Role role) {
  if (!guarded.emplace(base, role).second) return {};
  ElfImports elf;
  std::string why = read_elf_imports(path.c_str(), elf);
  if (why.empty() && (role == Role::Addon || uses_node_api(elf))) why = replace_imports(base, elf);
  for (const std::string &name : elf.libraries) {
    const link_map *const library = loaded_library(name);
    if (why.empty() && library != nullptr) {
      why = guard_file(library->l_addr, library->l_name, Role::Library);
    }
  }
  if (why.empty()) return {};
  guarded.erase({base, role});
  return role == Role::Addon ? why : path + ": " + why;
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
    if (std::string why = guard_file(map->l_addr, path, Role::Addon); !why.empty()) return why;
  }
  using Version = int32_t();
  auto *const init = find<napi_value(napi_env, napi_value)>(library, "napi_register_module_v1");
  auto *const version = find<Version>(library, "node_api_module_get_api_version_v1");
  out = {init, version != nullptr ? version() : kDefaultApiVersion};
  return {};
}

}  // namespace cofferdam
