/* SPDX-License-Identifier: Apache-2.0
 * What the host calls in the addon crimes.c: finalizers, async work, threadsafe functions, hooks. */
#pragma once
#include "crimes.h"

#include <unistd.h>

/* What JavaScript waits for until the finalizers have run. */
static int finalized;

static void count_finalized(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  free(data);
  finalized++;
}

static void crash_finalized(napi_env env, void *data, void *hint) {
  count_finalized(env, data, hint);
  *null_pointer = 1;
}

static napi_value external(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result = NULL;
  bool crashes = false;
  OK(napi_get_cb_info(env, info, &count, &argument, NULL, NULL));
  napi_get_value_bool(env, argument, &crashes);
  OK(napi_create_external(env, malloc(64), crashes ? crash_finalized : count_finalized, NULL,
                          &result));
  return result;
}

static napi_value finalized_so_far(napi_env env, napi_callback_info info) {
  (void)info;
  return number(env, finalized);
}

/* async work */

enum work_crime { WORK_HONEST, WORK_CRASHES_IN_EXECUTE, WORK_CRASHES_IN_COMPLETE };

struct work {
  napi_async_work work;
  napi_deferred deferred;
  enum work_crime crime;
  int done;
  napi_status status;
};

static void execute(napi_env env, void *data) {
  (void)env;
  struct work *work = data;
  usleep(1000);
  if (work->crime == WORK_CRASHES_IN_EXECUTE) *null_pointer = 1;
  work->done = 1;
}

static void complete(napi_env env, napi_status status, void *data) {
  struct work *work = data;
  if (work->crime == WORK_CRASHES_IN_COMPLETE) *null_pointer = 1;
  napi_value result = number(env, status == napi_ok ? work->done : -(double)status);
  napi_resolve_deferred(env, work->deferred, result);
  napi_delete_async_work(env, work->work);
  free(work);
}

static napi_value do_work(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, name, promise;
  int32_t crime = 0;
  OK(napi_get_cb_info(env, info, &count, &argument, NULL, NULL));
  napi_get_value_int32(env, argument, &crime);
  struct work *work = calloc(1, sizeof *work);
  work->crime = (enum work_crime)crime;
  OK(napi_create_promise(env, &work->deferred, &promise));
  OK(napi_create_string_utf8(env, "work", 4, &name));
  OK(napi_create_async_work(env, NULL, name, execute, complete, work, &work->work));
  OK(napi_queue_async_work(env, work->work));
  return promise;
}

/* a threadsafe function, called from the thread pool's place: the main thread */

static void call_js(napi_env env, napi_value function, void *context, void *data) {
  (void)context;
  if (data != NULL) *null_pointer = 1;
  napi_value receiver;
  if (env == NULL || napi_get_undefined(env, &receiver) != napi_ok) return;
  napi_call_function(env, receiver, function, 0, NULL, NULL);
}

static napi_value call_threadsafe(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], name;
  bool crashes = false;
  napi_threadsafe_function function;
  OK(napi_get_cb_info(env, info, &count, arguments, NULL, NULL));
  napi_get_value_bool(env, arguments[1], &crashes);
  OK(napi_create_string_utf8(env, "threadsafe", NAPI_AUTO_LENGTH, &name));
  OK(napi_create_threadsafe_function(env, arguments[0], NULL, name, 0, 1, NULL, NULL, NULL, call_js,
                                     &function));
  napi_call_threadsafe_function(function, crashes ? &finalized : NULL, napi_tsfn_nonblocking);
  napi_release_threadsafe_function(function, napi_tsfn_release);
  return NULL;
}

/* cleanup hooks */

static void crash_at_the_end(void *argument) {
  (void)argument;
  *null_pointer = 1;
}

static napi_value hook(napi_env env, napi_callback_info info) {
  (void)info;
  napi_add_env_cleanup_hook(env, crash_at_the_end, NULL);
  return NULL;
}

static napi_value unhook(napi_env env, napi_callback_info info) {
  (void)info;
  napi_remove_env_cleanup_hook(env, crash_at_the_end, NULL);
  return NULL;
}
