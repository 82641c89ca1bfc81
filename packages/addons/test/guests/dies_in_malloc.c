/* SPDX-License-Identifier: Apache-2.0
 * An addon that dies inside malloc, with more handles open than V8 keeps memory for: closing their
 * scope frees some. */
#define NAPI_VERSION 9
#include <node_api.h>
#include <stdlib.h>

enum { HANDLES = 6000, BLOCK_BYTES = 16000 };

static void *volatile block;
static void *volatile fence; /* between the block and the top of the heap */

static napi_value die(napi_env env, napi_callback_info info) {
  napi_handle_scope scope;
  napi_value handle;
  (void)info;
  napi_open_handle_scope(env, &scope);
  for (int nth = 0; nth < HANDLES; nth++) napi_create_object(env, &handle);
  block = malloc(BLOCK_BYTES);
  fence = malloc(BLOCK_BYTES);
  free(block);
  free(block);
  return NULL;
}

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "die", NAPI_AUTO_LENGTH, die, NULL, &function);
  napi_set_named_property(env, exports, "die", function);
  return exports;
}
