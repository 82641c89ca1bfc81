/* SPDX-License-Identifier: Apache-2.0
 * An addon that uses V8 directly, next to Node-API. */
#define NAPI_VERSION 9
#include <node_api.h>

extern void *current_isolate(void) __asm__("_ZN2v87Isolate10GetCurrentEv");

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  (void)env;
  return current_isolate() == NULL ? NULL : exports;
}
