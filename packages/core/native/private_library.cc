// SPDX-License-Identifier: Apache-2.0
// glibc offers no way to unload without running destructors, or to leave them out at exit. It reads
// which there are from the object's own dynamic section when the time comes (elf/dl-fini.c,
// elf/dl-close.c): we take them out there.
#include "private_library.h"

#include <dlfcn.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <set>

#include "loaded_object.h"

namespace cofferdam {
namespace {

void nothing() {}

/** The dynamic section is read-only after relocation (RELRO). */
bool make_writable(ElfW(Dyn) & entry) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto low = reinterpret_cast<uintptr_t>(&entry) & ~(page - 1);
  const auto high = (reinterpret_cast<uintptr_t>(&entry + 1) + page - 1) & ~(page - 1);
  return mprotect(reinterpret_cast<void *>(low), high - low, PROT_READ | PROT_WRITE) == 0;
}

void take_destructors(const link_map &object) {
  for (ElfW(Dyn) *entry = object.l_ld; entry->d_tag != DT_NULL; entry++) {
    if (entry->d_tag == DT_FINI_ARRAYSZ && make_writable(*entry)) entry->d_un.d_val = 0;
    // An address relative to the object's, as the linker left it.
    if (entry->d_tag == DT_FINI && make_writable(*entry)) {
      entry->d_un.d_ptr = reinterpret_cast<uintptr_t>(&nothing) - object.l_addr;
    }
  }
}

/** Of everything in the namespace: the libraries that it is linked with have destructors too.
 *  @param handle in glibc, of an opened object, its link map */
void take_all_destructors(void *handle) {
  const auto *object = static_cast<const link_map *>(handle);
  while (object->l_prev != nullptr) object = object->l_prev;
  for (; object != nullptr; object = object->l_next) take_destructors(*object);
}

/** What is open in this process. At exit the loader calls every destructor there is: by then nobody
 *  knows whose heap is broken, and one that waits for a lock would keep the process for ever. */
class OpenLibraries {
 public:
  ~OpenLibraries() {
    const std::lock_guard lock(mutex_);
    for (void *handle : handles_) take_all_destructors(handle);
  }

  void add(void *handle) {
    const std::lock_guard lock(mutex_);
    handles_.insert(handle);
  }

  void remove(void *handle) {
    const std::lock_guard lock(mutex_);
    handles_.erase(handle);
  }

 private:
  std::mutex mutex_;
  std::set<void *> handles_;
};

OpenLibraries open_libraries;
std::atomic<int> loads = 0;

}  // namespace

std::unique_ptr<PrivateLibrary> PrivateLibrary::open(const std::vector<std::string> &paths,
                                                     int flags, std::string &why) {
  const auto failed = [&why] {
    const char *error = dlerror();
    why = error != nullptr ? error : "for a reason that the loader does not tell";
    return nullptr;
  };
  // The C library comes first: it is put right before the constructors use it.
  void *libc = dlmopen(LM_ID_NEWLM, "libc.so.6", RTLD_NOW);
  if (libc == nullptr) return failed();
  std::unique_ptr<PrivateLibrary> library(new PrivateLibrary(libc));
  Lmid_t space = 0;
  if (dlinfo(libc, RTLD_DI_LMID, &space) != 0) return failed();
  for (const std::string &path : paths) {
    void *handle = dlmopen(space, path.c_str(), flags);
    if (handle == nullptr) return failed();
    library->handles_.push_back(handle);
  }
  loads++;
  return library;
}

PrivateLibrary::PrivateLibrary(void *libc)
    : libc_(libc),
      code_(dlsym(libc, "getenv")),
      environment_(std::make_unique<EnvironmentCopy>()),
      keys_(std::make_unique<ThreadKeys>(libc)) {
  if (auto *variables = static_cast<char ***>(dlsym(libc, "environ"))) {
    *variables = environment_->variables();
  }
  open_libraries.add(libc);
}

PrivateLibrary::~PrivateLibrary() { close(true); }

void *PrivateLibrary::symbol(const char *name) const {
  return handles_.empty() ? nullptr : dlsym(handles_.back(), name);
}

void PrivateLibrary::close(bool silently) {
  if (libc_ == nullptr) return;
  if (silently) take_all_destructors(libc_);
  open_libraries.remove(libc_);
  for (; !handles_.empty(); handles_.pop_back()) dlclose(handles_.back());
  dlclose(libc_);
  if (is_still_loaded()) {
    open_libraries.add(libc_);
    // Its code may run yet, on the host's behalf: destructors of threads.
    (void)environment_.release();
    (void)keys_.release();
  }
  libc_ = nullptr;
  environment_.reset();
  keys_.reset();
}

// Not by dlmopen(3): for a namespace that has become empty it fails without releasing the loader's
// lock.
bool PrivateLibrary::is_still_loaded() const { return object_of(code_) == libc_; }

PrivateLibraries private_libraries() {
  const auto *host = static_cast<const r_debug_extended *>(dlsym(RTLD_DEFAULT, "_r_debug"));
  // Version 2 says that there is a list, which there is after the first load.
  const bool has_list = host != nullptr && host->base.r_version >= 2;
  int namespaces = 0;
  for (auto *space = has_list ? host->r_next : nullptr; space != nullptr; space = space->r_next) {
    if (space->base.r_map != nullptr) namespaces++;
  }
  return {namespaces, loads};
}

}  // namespace cofferdam
