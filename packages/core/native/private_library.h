// SPDX-License-Identifier: Apache-2.0
// A library that shares nothing with the host but its address space: it is loaded into a link-map
// namespace of its own (dlmopen(3)), with a C library, and so a heap, of its own.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "environment_copy.h"
#include "thread_keys.h"

namespace cofferdam {

class PrivateLibrary {
 public:
  /** Owned by the caller; null: `why` is the loader's words. The last of `paths` is the library,
   * and what it needs is loaded before it, in their order. @param flags of dlmopen(3) */
  static std::unique_ptr<PrivateLibrary> open(const std::vector<std::string> &paths, int flags,
                                              std::string &why);
  PrivateLibrary(const PrivateLibrary &) = delete;
  PrivateLibrary &operator=(const PrivateLibrary &) = delete;
  /** Unloads it without a word of its own. */
  ~PrivateLibrary();

  /** Null: neither it nor what it is linked with exports that. */
  void *symbol(const char *name) const;

  /** Unloads it. Idempotent. @param silently its destructors do not run: they would in a heap that
   *  may be broken or locked, where nobody could catch them */
  void close(bool silently);

 private:
  explicit PrivateLibrary(void *libc);

  /** The loader keeps some objects for ever: those with symbols that are one for the process
   * (STB_GNU_UNIQUE), and what they are linked with. */
  bool is_still_loaded() const;

  void *libc_;                   // owned
  void *code_;                   // some function of it
  std::vector<void *> handles_;  // owned; the library's is the last
  std::unique_ptr<EnvironmentCopy> environment_;
  std::unique_ptr<ThreadKeys> keys_;
};

/** Of the whole process. */
struct PrivateLibraries {
  int namespaces;  // beside the host's, that hold something
  int loads;       // so far
};

PrivateLibraries private_libraries();

}  // namespace cofferdam
