// SPDX-License-Identifier: Apache-2.0
// Async work. `execute` runs on the thread pool, where there is no JavaScript to tell of a fault:
// the gate keeps it in the slot until it is asked, on the JavaScript thread, before `complete`. So
// a slot serves one execution at a time. Thousands of works may be waiting, but only as many run as
// the pool has threads, and so many slots does each execute function get.
#pragma once
#include <node_api.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cofferdam {

struct Guest;
struct ExecuteSlots;

struct Work {
  Guest *guest;
  napi_async_complete_callback complete;  // guarded; nullptr: it has none
  void *data;
  ExecuteSlots *slots;
  napi_async_execute_callback slot;  // while it runs, and until its fault is taken
};

/** The guarded addresses of one execute function. */
struct ExecuteSlots {
  size_t made = 0;
  std::mutex mutex = {};
  std::condition_variable freed = {};
  std::vector<napi_async_execute_callback> free = {};
};

/** Those of a guest. */
struct Works {
  std::map<napi_async_execute_callback, ExecuteSlots> slots = {};
  std::map<napi_async_work, std::unique_ptr<Work>> live = {};
};

/** What a guest gives to napi_create_async_work. */
struct WorkRequest {
  napi_value resource, name;
  std::string label;
  napi_async_execute_callback execute;
  napi_async_complete_callback complete;
  void *data;
};

/** napi_create_async_work, with both callbacks guarded. */
napi_status create_work(napi_env env, Guest &guest, WorkRequest &request, napi_async_work *result);

/** napi_delete_async_work. */
napi_status delete_work(napi_env env, napi_async_work handle);

}  // namespace cofferdam
