/* SPDX-License-Identifier: Apache-2.0
 * An addon that looks up what only it, or a library that only it is linked with, exports. */
#define _GNU_SOURCE
#define NAPI_VERSION 9
#include <dlfcn.h>
#include <math.h>
#include <node_api.h>

static volatile double angle = 1;

int of_the_addon(void) { return 42; }

static napi_value names(napi_env env, bool is_own, bool is_next) {
  napi_value list, value;
  napi_create_array(env, &list);
  napi_get_boolean(env, is_own, &value);
  napi_set_element(env, list, 0, value);
  napi_get_boolean(env, is_next, &value);
  napi_set_element(env, list, 1, value);
  return list;
}

/* By RTLD_DEFAULT its own, by RTLD_NEXT one of libm. */
static napi_value finds(napi_env env, napi_callback_info info) {
  (void)info;
  const bool is_own = dlsym(RTLD_DEFAULT, "of_the_addon") == (void *)of_the_addon;
  return names(env, is_own, dlsym(RTLD_NEXT, "cosl") != NULL && cos(angle) < 1);
}

/* Node looks for this one too, in a file of its own choice. */
NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports);

static napi_value finds_init(napi_env env, napi_callback_info info) {
  (void)info;
  Dl_info self;
  dladdr((void *)of_the_addon, &self);
  void *library = dlopen(self.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
  const bool is_own = dlsym(library, "napi_register_module_v1") == (void *)napi_register_module_v1;
  return names(env, is_own, dlsym(library, "node_api_no_such_function") == NULL);
}

static napi_value wild_name(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  return dlsym(RTLD_DEFAULT, (const char *)8);
}

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      {"finds", NULL, finds, NULL, NULL, NULL, napi_default, NULL},
      {"finds_init", NULL, finds_init, NULL, NULL, NULL, napi_default, NULL},
      {"wild_name", NULL, wild_name, NULL, NULL, NULL, napi_default, NULL},
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  return exports;
}
