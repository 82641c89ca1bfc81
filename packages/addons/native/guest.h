// SPDX-License-Identifier: Apache-2.0
// One guarded loading of an addon in one JavaScript thread, and the guarded addresses of its
// callbacks.
#pragma once
#include <node_api.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "works.h"

namespace cofferdam {

/** Who calls the function, and how its fault is told; src/callbacks.ts has the same numbers. */
enum class Kind : uint32_t {
  Callback = 0,        // JavaScript
  Finalizer = 1,       // Node, when an object was collected
  Execute = 2,         // the thread pool
  Complete = 3,        // the event loop
  ThreadsafeCall = 4,  // the event loop
  CleanupHook = 5,     // the end of the thread
  Init = 6,            // `process.dlopen`
};

/** What JavaScript does for the native half, on the thread that calls. */
class Host {
 public:
  virtual ~Host() = default;
  /** The guarded address of a function of the addon; nullptr: an exception is pending in `env`. */
  virtual void *link(napi_env env, uint32_t guest, void *function, const std::string &name,
                     Kind kind) = 0;
  /** The address by which a guest calls `function` of ours or of Node. Throws when none is left. */
  virtual void *exit(void *function) = 0;
  /** Tells JavaScript what went wrong in the last call of a guarded Kind::Execute. */
  virtual void take_fault(uint32_t guest, void *thunk) = 0;
};

struct Guest {
  uint32_t id;           // its number in JavaScript
  std::string url;       // of its file
  bool finalizes_in_gc;  // where no JavaScript can be told of a fault
  std::map<std::tuple<void *, Kind, std::string>, void *> thunks = {};
  std::map<void *, uint32_t> names = {};  // how many a function goes by
  Works works = {};
};

/** The host of this thread; nullptr: there is no JavaScript, or it has ended. */
Host *host();
void set_host(Host *host);

/** Makes `env` known as `guest`'s, until its thread ends. */
void admit(napi_env env, Guest *guest);
/** nullptr: it was loaded without a guard. */
Guest *guest_of(napi_env env);

/** The guest that is being loaded: an unknown environment is its. nullptr: none is. */
void set_loading(Guest *guest);

/**
 * Replaces a function of the addon by its guarded address; null stays null.
 *
 * @returns false: an exception is pending in `env`
 */
bool guard_address(napi_env env, void *&function, std::string_view name, Kind kind);

/** What errors call a function: `name`, and where it is, unless JavaScript knows it by its name. */
std::string full_name(void *function, std::string_view name, Kind kind);

/** One more guarded address, whatever others the function has; nullptr: an exception is pending. */
void *guard_by_name(napi_env env, Guest &guest, void *function, const std::string &full_name,
                    Kind kind);

template <typename Function>
bool guard(napi_env env, Function *&function, std::string_view name, Kind kind) {
  auto *address = reinterpret_cast<void *>(function);
  if (!guard_address(env, address, name, kind)) return false;
  function = reinterpret_cast<Function *>(address);
  return true;
}

}  // namespace cofferdam
