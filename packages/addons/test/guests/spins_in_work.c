/* SPDX-License-Identifier: Apache-2.0
 * An addon whose work on the thread pool does not return. */
#define NAPI_VERSION 9
#include <node_api.h>

static volatile unsigned long turns;
static napi_async_work work;

static void execute(napi_env env, void *data) {
  (void)env;
  (void)data;
  for (;;) turns++;
}

static void complete(napi_env env, napi_status status, void *data) {
  (void)status;
  (void)data;
  napi_delete_async_work(env, work);
}

static napi_value start(napi_env env, napi_callback_info info) {
  napi_value name;
  (void)info;
  napi_create_string_utf8(env, "spin", NAPI_AUTO_LENGTH, &name);
  napi_create_async_work(env, NULL, name, execute, complete, NULL, &work);
  napi_queue_async_work(env, work);
  return NULL;
}

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "start", NAPI_AUTO_LENGTH, start, NULL, &function);
  napi_set_named_property(env, exports, "start", function);
  return exports;
}
