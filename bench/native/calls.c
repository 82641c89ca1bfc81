/* SPDX-License-Identifier: Apache-2.0
 * A Node-API addon whose functions do next to nothing: what is measured is the way there and back.
 */
#define NAPI_VERSION 9
#include <node_api.h>

static napi_value nop(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  return NULL;
}

static napi_value add(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], result = NULL;
  int32_t a = 0, b = 0;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_int32(env, arguments[0], &a);
  napi_get_value_int32(env, arguments[1], &b);
  napi_create_int32(env, a + b, &result);
  return result;
}

static napi_value length(napi_env env, napi_callback_info info) {
  size_t count = 1, bytes = 0;
  napi_value text, result = NULL;
  char buffer[64];
  napi_get_cb_info(env, info, &count, &text, NULL, NULL);
  napi_get_value_string_utf8(env, text, buffer, sizeof buffer, &bytes);
  napi_create_double(env, (double)bytes, &result);
  return result;
}

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      {"nop", NULL, nop, NULL, NULL, NULL, napi_default, NULL},
      {"add", NULL, add, NULL, NULL, NULL, napi_default, NULL},
      {"length", NULL, length, NULL, NULL, NULL, napi_default, NULL},
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  return exports;
}
