/* SPDX-License-Identifier: Apache-2.0
 * An addon that imports nothing of Node-API: it looks each function up by name, as napi-rs may. */
#define _GNU_SOURCE
#define NAPI_VERSION 9
#include <dlfcn.h>
#include <node_api.h>

static int *volatile null_pointer;

static napi_value crash(napi_env env, napi_callback_info info) {
  __typeof__(&napi_open_handle_scope) open = dlsym(RTLD_DEFAULT, "napi_open_handle_scope");
  napi_handle_scope scope;
  (void)info;
  open(env, &scope);
  *null_pointer = 1;
  return NULL;
}

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  __typeof__(&napi_create_function) create = dlsym(RTLD_DEFAULT, "napi_create_function");
  __typeof__(&napi_set_named_property) set = dlsym(RTLD_DEFAULT, "napi_set_named_property");
  napi_value function;
  if (dlsym(RTLD_DEFAULT, "napi_no_such_function") != NULL) return NULL;
  create(env, "crash", NAPI_AUTO_LENGTH, crash, NULL, &function);
  set(env, exports, "crash", function);
  return exports;
}
