/* SPDX-License-Identifier: Apache-2.0
 * An addon that gives Node texts, keys and tags that are not there, or longer than any text. */
#define NAPI_VERSION 9
#include <node_api.h>
#include <stdint.h>

#define WILD ((void *)8)

/* declared for later versions of Node-API only */
napi_status node_api_create_property_key_latin1(napi_env, const char *, size_t, napi_value *);
napi_status node_api_create_property_key_utf8(napi_env, const char *, size_t, napi_value *);
napi_status node_api_create_property_key_utf16(napi_env, const char16_t *, size_t, napi_value *);
napi_status node_api_create_external_string_latin1(napi_env, char *, size_t, napi_finalize, void *,
                                                   napi_value *, bool *);
napi_status node_api_create_external_string_utf16(napi_env, char16_t *, size_t, napi_finalize,
                                                  void *, napi_value *, bool *);

static int *volatile null_pointer;

static napi_value number(napi_env env, double value) {
  napi_value result = NULL;
  napi_create_double(env, value, &result);
  return result;
}

static napi_value crash(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  *null_pointer = 1;
  return NULL;
}

static napi_status function_named(napi_env env, size_t length) {
  napi_value result;
  return napi_create_function(env, "name", length, crash, NULL, &result);
}

static napi_status class_named(napi_env env, size_t length) {
  napi_value result;
  return napi_define_class(env, "name", length, crash, NULL, 0, NULL, &result);
}

/* Returns how many of the names Node refuses with napi_invalid_arg. */
static napi_value too_long(napi_env env, napi_callback_info info) {
  const size_t lengths[] = {(size_t)INT32_MAX + 1, (size_t)1 << 32, SIZE_MAX / 2, SIZE_MAX - 1};
  int refused = 0;
  (void)info;
  for (int nth = 0; nth < 4; nth++) {
    refused += function_named(env, lengths[nth]) == napi_invalid_arg;
    refused += class_named(env, lengths[nth]) == napi_invalid_arg;
  }
  return number(env, refused);
}

#define GIVES(name, call)                                      \
  static napi_value name(napi_env env, napi_callback_info info) { \
    napi_value value = NULL;                                   \
    bool answer = false;                                       \
    (void)info;                                                \
    (void)answer;                                              \
    napi_create_object(env, &value);                           \
    call;                                                      \
    return value;                                              \
  }

GIVES(key_latin1, node_api_create_property_key_latin1(env, WILD, 4, &value))
GIVES(key_utf8, node_api_create_property_key_utf8(env, WILD, 4, &value))
GIVES(key_utf16, node_api_create_property_key_utf16(env, WILD, NAPI_AUTO_LENGTH, &value))
GIVES(external_latin1,
      node_api_create_external_string_latin1(env, WILD, 4, NULL, NULL, &value, &answer))
GIVES(external_utf16, node_api_create_external_string_utf16(env, WILD, NAPI_AUTO_LENGTH, NULL, NULL,
                                                            &value, &answer))
GIVES(tag, napi_type_tag_object(env, value, WILD))
GIVES(check_tag, napi_check_object_type_tag(env, value, WILD, &answer))

static napi_value honest_key(napi_env env, napi_callback_info info) {
  napi_value key = NULL;
  (void)info;
  node_api_create_property_key_utf8(env, "key", 3, &key);
  return key;
}

static napi_value honest_tag(napi_env env, napi_callback_info info) {
  const napi_type_tag tag = {1, 2};
  napi_value value;
  bool answer = false;
  (void)info;
  napi_create_object(env, &value);
  napi_type_tag_object(env, value, &tag);
  napi_check_object_type_tag(env, value, &tag, &answer);
  return number(env, answer);
}

#define METHOD(name) \
  { #name, NULL, name, NULL, NULL, NULL, napi_default, NULL }

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      METHOD(crash),           METHOD(too_long),       METHOD(key_latin1), METHOD(key_utf8),
      METHOD(key_utf16),       METHOD(tag),            METHOD(check_tag),  METHOD(honest_key),
      METHOD(external_latin1), METHOD(external_utf16), METHOD(honest_tag),
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  return exports;
}
