/* SPDX-License-Identifier: Apache-2.0
 * An addon whose functions are those of a library that it is linked with. */
#define NAPI_VERSION 9
#include <node_api.h>

void add_functions(napi_env env, napi_value exports);

#ifdef REGISTERS_ITSELF
static napi_value init(napi_env env, napi_value exports) {
  add_functions(env, exports);
  return exports;
}

static napi_module module = {NAPI_MODULE_VERSION, 0, __FILE__, init, "links", NULL, {0}};

__attribute__((constructor)) static void register_itself(void) { napi_module_register(&module); }
#else
NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  add_functions(env, exports);
  return exports;
}
#endif
