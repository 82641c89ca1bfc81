/* SPDX-License-Identifier: Apache-2.0
 * An addon that imports what not every Node has. */
#define NAPI_VERSION 9
#include <node_api.h>

napi_status node_api_post_finalizer(napi_env, napi_finalize, void *, void *);

static int finalized;

static void finalize(napi_env env, void *data, void *hint) {
  (void)env;
  (void)data;
  (void)hint;
  finalized++;
}

static napi_value post(napi_env env, napi_callback_info info) {
  napi_value result = NULL;
  (void)info;
  napi_create_int32(env, node_api_post_finalizer(env, finalize, NULL, NULL), &result);
  return result;
}

static napi_value finalized_so_far(napi_env env, napi_callback_info info) {
  napi_value result = NULL;
  (void)info;
  napi_create_int32(env, finalized, &result);
  return result;
}

#define METHOD(name) \
  { #name, NULL, name, NULL, NULL, NULL, napi_default, NULL }

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {METHOD(post), METHOD(finalized_so_far)};
  napi_define_properties(env, exports, 2, functions);
  return exports;
}
