// SPDX-License-Identifier: Apache-2.0
// Runs as the guest: see imported.h.
#include <dlfcn.h>
#include <node_api.h>

#include <climits>
#include <cstring>

#include "find_symbol.h"
#include "imported.h"

// Null where the running Node has no such function.
extern "C" {
#define COFFERDAM_MAY_LACK [[gnu::weak]] napi_status
COFFERDAM_MAY_LACK node_api_create_property_key_latin1(napi_env, const char *, size_t,
                                                       napi_value *);
COFFERDAM_MAY_LACK node_api_create_property_key_utf8(napi_env, const char *, size_t, napi_value *);
COFFERDAM_MAY_LACK node_api_create_property_key_utf16(napi_env, const char16_t *, size_t,
                                                      napi_value *);
COFFERDAM_MAY_LACK node_api_create_external_string_latin1(napi_env, char *, size_t, napi_finalize,
                                                          void *, napi_value *, bool *);
COFFERDAM_MAY_LACK node_api_create_external_string_utf16(napi_env, char16_t *, size_t,
                                                         napi_finalize, void *, napi_value *,
                                                         bool *);
COFFERDAM_MAY_LACK node_api_create_object_with_properties(napi_env, napi_value, napi_value *,
                                                          napi_value *, size_t, napi_value *);
}

namespace cofferdam {
namespace {

constexpr size_t kPage = 4096;

void touch(const void *memory, size_t bytes) {
  if (memory == nullptr || bytes == 0) return;  // Node checks for null itself
  const auto *at = static_cast<const volatile char *>(memory);
  for (size_t offset = 0; offset < bytes; offset += kPage) static_cast<void>(at[offset]);
  static_cast<void>(at[bytes - 1]);
}

/** Node refuses longer texts without a look at them. */
bool is_looked_at(size_t length) { return length == NAPI_AUTO_LENGTH || length <= INT_MAX; }

void touch_text(const char *text, size_t length) {
  if (text == nullptr || !is_looked_at(length)) return;
  touch(text, length == NAPI_AUTO_LENGTH ? std::strlen(text) : length);
}

void touch_text(const char16_t *text, size_t length) {
  if (text == nullptr || !is_looked_at(length)) return;
  if (length != NAPI_AUTO_LENGTH) return touch(text, length * sizeof *text);
  while (*static_cast<const volatile char16_t *>(text) != 0) text++;
}

/** Node will write here; how far depends on the value. */
void touch_start(void *buffer, size_t size) {
  if (buffer == nullptr || size == 0) return;
  auto *at = static_cast<volatile char *>(buffer);
  *at = *at;
}

void touch_values(const napi_value *values, size_t count) { touch(values, count * sizeof *values); }

void touch_properties(size_t count, const napi_property_descriptor *properties) {
  if (properties == nullptr) return;
  for (size_t index = 0; index < count; index++) {
    touch(&properties[index], sizeof properties[index]);
    touch_text(properties[index].utf8name, NAPI_AUTO_LENGTH);
  }
}

/** Functions whose second and third parameter are a text and its length. */
template <auto Function, typename Text, typename... More>
napi_status with_text(napi_env env, Text *text, size_t length, More... more) {
  touch_text(text, length);
  return leave<Function>(env, text, length, more...);
}

/** Functions of an object and a name that ends with a zero. */
template <auto Function, typename Value>
napi_status with_name(napi_env env, napi_value object, const char *name, Value value) {
  touch_text(name, NAPI_AUTO_LENGTH);
  return leave<Function>(env, object, name, value);
}

/** napi_throw_error and its kin. */
template <auto Function>
napi_status with_message(napi_env env, const char *code, const char *message) {
  touch_text(code, NAPI_AUTO_LENGTH);
  touch_text(message, NAPI_AUTO_LENGTH);
  return leave<Function>(env, code, message);
}

/** Functions that copy a text into a buffer. */
template <auto Function, typename Character>
napi_status into_buffer(napi_env env, napi_value value, Character *buffer, size_t size,
                        size_t *result) {
  touch_start(buffer, size);
  return leave<Function>(env, value, buffer, size, result);
}

napi_status define_class(napi_env env, const char *name, size_t length, napi_callback constructor,
                         void *data, size_t count, const napi_property_descriptor *properties,
                         napi_value *result) {
  touch_text(name, length);
  touch_properties(count, properties);
  return leave<napi_define_class>(env, name, length, constructor, data, count, properties, result);
}

napi_status define_properties(napi_env env, napi_value object, size_t count,
                              const napi_property_descriptor *properties) {
  touch_properties(count, properties);
  return leave<napi_define_properties>(env, object, count, properties);
}

napi_status create_buffer_copy(napi_env env, size_t length, const void *data, void **copy,
                               napi_value *result) {
  touch(data, length);
  return leave<napi_create_buffer_copy>(env, length, data, copy, result);
}

napi_status create_bigint_words(napi_env env, int sign_bit, size_t count, const uint64_t *words,
                                napi_value *result) {
  touch(words, count * sizeof *words);
  return leave<napi_create_bigint_words>(env, sign_bit, count, words, result);
}

napi_status get_value_bigint_words(napi_env env, napi_value value, int *sign_bit, size_t *count,
                                   uint64_t *words) {
  touch_start(count, sizeof *count);
  touch_start(words, sizeof *words);
  return leave<napi_get_value_bigint_words>(env, value, sign_bit, count, words);
}

napi_status call_function(napi_env env, napi_value receiver, napi_value function, size_t count,
                          const napi_value *arguments, napi_value *result) {
  touch_values(arguments, count);
  return leave<napi_call_function>(env, receiver, function, count, arguments, result);
}

napi_status new_instance(napi_env env, napi_value constructor, size_t count,
                         const napi_value *arguments, napi_value *result) {
  touch_values(arguments, count);
  return leave<napi_new_instance>(env, constructor, count, arguments, result);
}

napi_status make_callback(napi_env env, napi_async_context context, napi_value receiver,
                          napi_value function, size_t count, const napi_value *arguments,
                          napi_value *result) {
  touch_values(arguments, count);
  return leave<napi_make_callback>(env, context, receiver, function, count, arguments, result);
}

template <auto Function, typename... More>
napi_status with_tag(napi_env env, napi_value value, const napi_type_tag *tag, More... more) {
  touch(tag, sizeof *tag);
  return leave<Function>(env, value, tag, more...);
}

napi_status create_object_with_properties(napi_env env, napi_value prototype, napi_value *names,
                                          napi_value *values, size_t count, napi_value *result) {
  touch_values(names, count);
  touch_values(values, count);
  return leave<node_api_create_object_with_properties>(env, prototype, names, values, count,
                                                       result);
}

template <auto Function>
Interposed row(const char *name, decltype(Function) guest_side) {
  return {name, reinterpret_cast<void *>(guest_side), reinterpret_cast<void **>(&leave<Function>),
          nullptr};
}

}  // namespace

#define ROW(function, guest_side) row<function>(#function, guest_side)
#define TEXT(function) ROW(function, with_text<function>)
#define NAME(function) ROW(function, with_name<function>)
#define MESSAGE(function) ROW(function, with_message<function>)
#define INTO(function) ROW(function, into_buffer<function>)

const Interposed kGuestSides[] = {
    TEXT(napi_create_string_utf8),
    TEXT(napi_create_string_latin1),
    TEXT(napi_create_string_utf16),
    TEXT(napi_create_function),
    TEXT(node_api_symbol_for),
    TEXT(node_api_create_property_key_latin1),
    TEXT(node_api_create_property_key_utf8),
    TEXT(node_api_create_property_key_utf16),
    TEXT(node_api_create_external_string_latin1),
    TEXT(node_api_create_external_string_utf16),
    NAME(napi_set_named_property),
    NAME(napi_get_named_property),
    NAME(napi_has_named_property),
    MESSAGE(napi_throw_error),
    MESSAGE(napi_throw_type_error),
    MESSAGE(napi_throw_range_error),
    MESSAGE(node_api_throw_syntax_error),
    INTO(napi_get_value_string_utf8),
    INTO(napi_get_value_string_latin1),
    INTO(napi_get_value_string_utf16),
    ROW(napi_define_class, define_class),
    ROW(napi_define_properties, define_properties),
    ROW(napi_create_buffer_copy, create_buffer_copy),
    ROW(napi_create_bigint_words, create_bigint_words),
    ROW(napi_get_value_bigint_words, get_value_bigint_words),
    ROW(napi_call_function, call_function),
    ROW(napi_new_instance, new_instance),
    ROW(napi_make_callback, make_callback),
    ROW(napi_type_tag_object, with_tag<napi_type_tag_object>),
    ROW(napi_check_object_type_tag, with_tag<napi_check_object_type_tag>),
    ROW(node_api_create_object_with_properties, create_object_with_properties),
    ROW(dlsym, cd_find_symbol),
    {nullptr, nullptr, nullptr, nullptr},
};

}  // namespace cofferdam
