/* SPDX-License-Identifier: Apache-2.0
 * A library that an addon is linked with, and that makes its functions. */
#define NAPI_VERSION 9
#include <node_api.h>

static int *volatile null_pointer;

static napi_value crash(napi_env env, napi_callback_info info) {
  napi_handle_scope scope;
  (void)info;
  napi_open_handle_scope(env, &scope);
  *null_pointer = 1;
  return NULL;
}

static napi_value answer(napi_env env, napi_callback_info info) {
  napi_value result;
  (void)info;
  napi_create_int32(env, 42, &result);
  return result;
}

void add_functions(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      {"crash", NULL, crash, NULL, NULL, NULL, napi_default, NULL},
      {"answer", NULL, answer, NULL, NULL, NULL, napi_default, NULL},
  };
  napi_define_properties(env, exports, 2, functions);
}
