// SPDX-License-Identifier: Apache-2.0
#include "thread.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "float_control.h"
#include "layers.h"

extern "C" {
__thread cofferdam::ThreadState cd_thread_state;
}

namespace cofferdam {
namespace {

constexpr size_t kMappingBytes = kClassStride * (1 + kMaxStackClasses);

std::mutex threads_mutex;
Thread *threads = nullptr;

/** Without records there is no way to refuse a call. */
[[noreturn]] void die(const char *why) {
  std::perror(why);
  std::abort();
}

void leave_thread(void *argument) {
  auto *thread = static_cast<Thread *>(argument);
  {
    std::lock_guard lock(threads_mutex);
    *thread->link = thread->next;
    if (thread->next != nullptr) thread->next->link = thread->link;
  }
  ThreadState &state = *thread->state;
  for (uint32_t level = 0; level < thread->levels; level++) {
    dispose_stacks(state.base + level, level);
  }
  leave_layers(thread->layers_entered);
  munmap(state.base, kMappingBytes);
  state = {};
  delete thread;
}

pthread_key_t leave_key() {
  static const pthread_key_t key = [] {
    pthread_key_t created;
    if (const int error = pthread_key_create(&created, leave_thread); error != 0) {
      errno = error;
      die("cofferdam: no thread-specific key is left");
    }
    return created;
  }();
  return key;
}

void find_own_stack(Thread &thread) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void *low = nullptr;
  size_t bytes = 0;
  pthread_attr_getstack(&attributes, &low, &bytes);
  pthread_attr_destroy(&attributes);
  thread.stack_low = reinterpret_cast<uintptr_t>(low);
  thread.stack_high = thread.stack_low + bytes;
}

Thread *create_thread(ThreadState &state) {
  void *mapping = mmap(nullptr, kMappingBytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapping == MAP_FAILED) {
    die("cofferdam: cannot map the call records of a thread");
  }
  auto *thread = new Thread{};
  find_own_stack(*thread);
  thread->state = &state;
  thread->id = static_cast<int>(syscall(SYS_gettid));
  state.base = state.top = static_cast<Record *>(mapping);
  state.float_control = float_control();
  state.deadline = kNever;
  state.thread = thread;
  pthread_setspecific(leave_key(), thread);
  std::lock_guard lock(threads_mutex);
  thread->next = threads;
  thread->link = &threads;
  if (threads != nullptr) threads->link = &thread->next;
  threads = thread;
  return thread;
}

}  // namespace

Thread &current_thread() {
  ThreadState &state = cd_thread_state;
  Thread *thread = state.thread != nullptr ? state.thread : create_thread(state);
  // The limit goes up before the layers are entered: one that is added meanwhile takes it down
  // again.
  __atomic_store_n(&state.limit, state.base + CD_DEPTH, __ATOMIC_SEQ_CST);
  thread->layers_entered = enter_layers(thread->layers_entered);
  return *thread;
}

void each_thread(const std::function<void(Thread &)> &visit) {
  std::lock_guard lock(threads_mutex);
  for (Thread *thread = threads; thread != nullptr; thread = thread->next) visit(*thread);
}

void recheck_all_threads() {
  each_thread(
      [](Thread &thread) { __atomic_store_n(&thread.state->limit, nullptr, __ATOMIC_SEQ_CST); });
}

}  // namespace cofferdam

extern "C" {

/** The entry's slow path. 0: try again; 1: calls are nested too deep, refuse. */
[[gnu::used, gnu::visibility("hidden")]] uint64_t cd_thread_ready() {
  const int saved_errno = errno;
  cofferdam::current_thread();
  errno = saved_errno;
  // Not the limit, which another thread may have taken down again meanwhile.
  return cd_thread_state.top >= cd_thread_state.base + CD_DEPTH ? 1 : 0;
}

/** First call of a class at a nesting level. 0: the stack is there; 1: refuse. */
[[gnu::used, gnu::visibility("hidden")]] uint64_t cd_provide_stack(cofferdam::Record *record) {
  const int saved_errno = errno;
  const auto level = static_cast<uint32_t>(record - cd_thread_state.base);
  const bool provided = cofferdam::create_stack(record, *record->slot, level);
  cofferdam::Thread &thread = *cd_thread_state.thread;
  if (thread.levels <= level) thread.levels = level + 1;
  errno = saved_errno;
  return provided ? 0 : 1;
}
}
