// SPDX-License-Identifier: Apache-2.0
// Layout: the values of the first 32 keys are in the thread's descriptor itself (nptl/descr.h).
// Those of others are in blocks that one C library would allocate and another free: no private
// library may have one.
#include "thread_keys.h"

#include <dlfcn.h>

#include <atomic>
#include <mutex>

namespace cofferdam {
namespace {

constexpr pthread_key_t kFirstBlock = 32;
constexpr size_t kLeftToHost = 4;  // for what it loads later: it can use others, too

using Create = int (*)(pthread_key_t *, void (*)(void *));
using Delete = int (*)(pthread_key_t);

/** Keys of the first block that the host had free. They are taken in its table, for good. */
class Pool {
 public:
  /** Half of what there is: about 10, then 5, 3, 2, ... */
  std::vector<pthread_key_t> take() {
    const std::lock_guard lock(mutex_);
    if (!filled_) fill();
    const auto rest = free_.begin() + static_cast<std::ptrdiff_t>(free_.size() / 2);
    const std::vector<pthread_key_t> taken(rest, free_.end());
    free_.erase(rest, free_.end());
    return taken;
  }

  void give_back(const std::vector<pthread_key_t> &keys) {
    const std::lock_guard lock(mutex_);
    free_.insert(free_.end(), keys.begin(), keys.end());
  }

 private:
  void fill() {
    filled_ = true;
    pthread_key_t key = 0;
    while (pthread_key_create(&key, nullptr) == 0) {
      if (key >= kFirstBlock) {
        pthread_key_delete(key);
        break;
      }
      free_.push_back(key);
    }
    for (size_t left = 0; left < kLeftToHost && !free_.empty(); left++) {
      pthread_key_delete(free_.front());
      free_.erase(free_.begin());
    }
  }

  std::mutex mutex_;
  bool filled_ = false;
  std::vector<pthread_key_t> free_;
};

Pool &pool() {
  static auto *const pool = new Pool();  // never ends: the last library may be closed at exit
  return *pool;
}

/** Values are valid for one incarnation of their key. An earlier library's with the same key are
 *  still in the threads: no two may have had as many incarnations. */
int generation() {
  static std::atomic<int> last = 0;
  return ++last;
}

}  // namespace

ThreadKeys::ThreadKeys(void *handle) {
  const auto create = reinterpret_cast<Create>(dlsym(handle, "pthread_key_create"));
  const auto release = reinterpret_cast<Delete>(dlsym(handle, "pthread_key_delete"));
  if (create == nullptr || release == nullptr) return;
  keys_ = pool().take();
  pthread_key_t key = 0;
  while (create(&key, nullptr) == 0) continue;  // all there are
  const int incarnations = generation();
  for (const pthread_key_t own : keys_) {
    for (int count = 0; count < incarnations; count++) {
      release(own);
      create(&key, nullptr);  // the only one that is free
    }
  }
  for (const pthread_key_t own : keys_) release(own);
}

ThreadKeys::~ThreadKeys() { pool().give_back(keys_); }

}  // namespace cofferdam
