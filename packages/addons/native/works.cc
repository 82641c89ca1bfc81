// SPDX-License-Identifier: Apache-2.0
#include "works.h"

#include <algorithm>
#include <cstdlib>

#include "guest.h"
#include "scopes.h"

namespace cofferdam {
namespace {

constexpr size_t kMostThreads = 128;  // of the pool; with more, works wait for each other

/** As libuv reads it. */
size_t pool_threads() {
  static const size_t threads = [] {
    const char *text = std::getenv("UV_THREADPOOL_SIZE");
    const size_t asked = text == nullptr ? 4 : std::strtoul(text, nullptr, 10);
    return std::clamp<size_t>(asked, 1, kMostThreads);
  }();
  return threads;
}

napi_async_execute_callback take_slot(ExecuteSlots &slots) {
  std::unique_lock lock(slots.mutex);
  slots.freed.wait(lock, [&] { return !slots.free.empty(); });
  const auto slot = slots.free.back();
  slots.free.pop_back();
  return slot;
}

void free_slot(Work &work) {
  {
    std::lock_guard lock(work.slots->mutex);
    work.slots->free.push_back(work.slot);
  }
  work.slot = nullptr;
  work.slots->freed.notify_one();
}

/** On the thread pool. */
void run(napi_env env, void *data) {
  Work &work = *static_cast<Work *>(data);
  work.slot = take_slot(*work.slots);
  const uint64_t before = ended_calls();
  work.slot(env, work.data);
  if (ended_calls() == before) free_slot(work);  // it returned
}

/** Tells of what went wrong in execute. */
void take_fault(Work &work) {
  if (host() != nullptr) host()->take_fault(work.guest->id, reinterpret_cast<void *>(work.slot));
  free_slot(work);
}

/**
 * Back on the JavaScript thread. After a fault the results are half-made: `complete` is told that
 * the work was cancelled, so that it frees what it holds. (node-addon-api then calls neither OnOK
 * nor OnError; napi-rs rejects the promise.)
 */
void finish(napi_env env, napi_status status, void *data) {
  Work &work = *static_cast<Work *>(data);
  if (work.slot != nullptr) {
    take_fault(work);
    status = napi_cancelled;
  }
  if (work.complete != nullptr) work.complete(env, status, work.data);  // deletes the work
}

/** One more slot, unless each thread of the pool has one. False: an exception is pending. */
bool add_slot(napi_env env, Guest &guest, ExecuteSlots &slots, const WorkRequest &request) {
  if (slots.made == pool_threads()) return true;
  const auto function = reinterpret_cast<void *>(request.execute);
  void *const thunk =
      guard_by_name(env, guest, function,
                    full_name(function, request.label + " execute", Kind::Execute), Kind::Execute);
  if (thunk == nullptr) return false;
  slots.made++;
  std::lock_guard lock(slots.mutex);
  slots.free.push_back(reinterpret_cast<napi_async_execute_callback>(thunk));
  return true;
}

}  // namespace

napi_status create_work(napi_env env, Guest &guest, WorkRequest &request, napi_async_work *result) {
  ExecuteSlots &slots = guest.works.slots[request.execute];
  if (!guard(env, request.complete, request.label + " complete", Kind::Complete) ||
      !add_slot(env, guest, slots, request)) {
    return napi_pending_exception;
  }
  auto work = std::make_unique<Work>(Work{&guest, request.complete, request.data, &slots, nullptr});
  const napi_status status =
      napi_create_async_work(env, request.resource, request.name, run, finish, work.get(), result);
  if (status == napi_ok) guest.works.live.emplace(*result, std::move(work));
  return status;
}

napi_status delete_work(napi_env env, napi_async_work handle) {
  const napi_status status = napi_delete_async_work(env, handle);
  Guest *const guest = guest_of(env);
  if (status == napi_ok && guest != nullptr) guest->works.live.erase(handle);
  return status;
}

}  // namespace cofferdam
