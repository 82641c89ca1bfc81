/* SPDX-License-Identifier: Apache-2.0
 * A Node-API addon that commits every crime we can contain, next to honest work. Plain C. */
#include "crimes.h"

#include "hosts_calls.h"

static volatile size_t deepest = SIZE_MAX;

/* honest */

static napi_value add(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  double a, b;
  OK(napi_get_cb_info(env, info, &count, arguments, NULL, NULL));
  OK(napi_get_value_double(env, arguments[0], &a));
  OK(napi_get_value_double(env, arguments[1], &b));
  return number(env, a + b);
}

static napi_value nop(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  return NULL;
}

static napi_value throws(napi_env env, napi_callback_info info) {
  (void)info;
  napi_throw_error(env, "ERR_OF_THE_ADDON", "thrown by the addon");
  return NULL;
}

/* crimes in functions */

static napi_value write_null(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  *null_pointer = 1;
  return NULL;
}

static napi_value length_of_null(napi_env env, napi_callback_info info) {
  (void)info;
  return number(env, (double)strlen((const char *)null_pointer));
}

static napi_value aborts(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  abort();
}

static size_t recurse(size_t depth) {
  volatile char frame[4096];
  memset((char *)frame, (int)depth, sizeof frame);
  if (depth == deepest) return 0;
  return recurse(depth + 1) + (size_t)frame[depth % sizeof frame];
}

static napi_value overflow(napi_env env, napi_callback_info info) {
  (void)info;
  return number(env, (double)recurse(0));
}

static napi_value spin(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  while (null_pointer == NULL) {
  }
  return NULL;
}

/* Most of the time it is Node that runs. */
static napi_value spin_in_calls(napi_env env, napi_callback_info info) {
  (void)info;
  napi_handle_scope scope;
  for (;;) {
    OK(napi_open_handle_scope(env, &scope));
    number(env, 1);
    OK(napi_close_handle_scope(env, scope));
  }
}

static napi_value in_scopes(napi_env env, napi_callback_info info) {
  (void)info;
  napi_handle_scope scope;
  napi_escapable_handle_scope escapable;
  for (int nth = 0; nth < 5; nth++) {
    OK(napi_open_handle_scope(env, &scope));
    OK(napi_open_escapable_handle_scope(env, &escapable));
    for (int handle = 0; handle < 100; handle++) number(env, handle);
  }
  *null_pointer = 1;
  return NULL;
}

/* Calls its first argument in three scopes, and closes them again. */
static napi_value call_back(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value function, receiver, result = NULL;
  napi_handle_scope scopes[3];
  OK(napi_get_cb_info(env, info, &count, &function, NULL, NULL));
  OK(napi_get_undefined(env, &receiver));
  for (int nth = 0; nth < 3; nth++) OK(napi_open_handle_scope(env, &scopes[nth]));
  napi_status status = napi_call_function(env, receiver, function, 0, NULL, &result);
  for (int nth = 2; nth >= 0; nth--) napi_close_handle_scope(env, scopes[nth]);
  return status == napi_ok ? number(env, 1) : NULL;
}

/* The same, and crashes when it is back. */
static napi_value call_back_and_crash(napi_env env, napi_callback_info info) {
  call_back(env, info);
  *null_pointer = 1;
  return NULL;
}

static napi_value wild_text(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value result = NULL;
  napi_create_string_utf8(env, (const char *)8, NAPI_AUTO_LENGTH, &result);
  return result;
}

static napi_value wild_buffer(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value text = NULL;
  size_t length = 0;
  OK(napi_create_string_utf8(env, "text", 4, &text));
  napi_get_value_string_utf8(env, text, (char *)8, 64, &length);
  return text;
}

static napi_value wild_arguments(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value function, receiver;
  OK(napi_get_cb_info(env, info, &count, &function, NULL, NULL));
  OK(napi_get_undefined(env, &receiver));
  napi_call_function(env, receiver, function, 2, (const napi_value *)8, NULL);
  return NULL;
}

/* Not to be contained: Node itself follows the pointer. */
static napi_value bad_value(napi_env env, napi_callback_info info) {
  (void)info;
  double result = 0;
  napi_get_value_double(env, (napi_value)8, &result);
  return NULL;
}

static napi_value fatal_error(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  napi_fatal_error("here", NAPI_AUTO_LENGTH, "the addon gives up", NAPI_AUTO_LENGTH);
}

/* A class, each of whose functions commits a crime. */

static void free_box(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  free(data);
}

static napi_value box(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value self, argument;
  napi_valuetype type = napi_undefined;
  OK(napi_get_cb_info(env, info, &count, &argument, &self, NULL));
  OK(napi_typeof(env, argument, &type));
  if (type != napi_undefined) *null_pointer = 1;
  OK(napi_wrap(env, self, calloc(1, 64), free_box, NULL, NULL));
  return self;
}

static napi_value file_name(napi_env env, napi_callback_info info) {
  (void)info;
  const char *name = NULL;
  napi_value result = NULL;
  node_api_get_module_file_name(env, &name);
  napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &result);
  return result;
}

#define METHOD(name) \
  { #name, NULL, name, NULL, NULL, NULL, napi_default, NULL }

static napi_value init(napi_env env, napi_value exports) {
  if (getenv("CRIMES_INIT") != NULL) *null_pointer = 1;
  const napi_property_descriptor of_box[] = {
      {"method", NULL, write_null, NULL, NULL, NULL, napi_default, NULL},
      {"honest", NULL, add, NULL, NULL, NULL, napi_default, NULL},
      {"property", NULL, NULL, write_null, write_null, NULL, napi_default, NULL},
      {"create", NULL, write_null, NULL, NULL, NULL, napi_static, NULL},
  };
  const napi_property_descriptor functions[] = {
      METHOD(add),        METHOD(nop),         METHOD(throws),           METHOD(write_null),
      METHOD(in_scopes),  METHOD(aborts),      METHOD(length_of_null),   METHOD(overflow),
      METHOD(call_back),  METHOD(wild_text),   METHOD(wild_buffer),      METHOD(wild_arguments),
      METHOD(bad_value),  METHOD(fatal_error), METHOD(external),         METHOD(finalized_so_far),
      METHOD(do_work),    METHOD(hook),        METHOD(call_threadsafe),  METHOD(unhook),
      METHOD(file_name),  METHOD(call_back_and_crash), METHOD(spin), METHOD(spin_in_calls),
  };
  napi_value class, function;
  OK(napi_define_class(env, "Box", NAPI_AUTO_LENGTH, box, NULL, sizeof of_box / sizeof *of_box,
                       of_box, &class));
  OK(napi_set_named_property(env, exports, "Box", class));
  OK(napi_create_function(env, "created", NAPI_AUTO_LENGTH, write_null, NULL, &function));
  OK(napi_set_named_property(env, exports, "created", function));
  OK(napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions));
  return exports;
}

#ifdef REGISTERS_ITSELF
static napi_module module = {NAPI_MODULE_VERSION, 0, __FILE__, init, "crimes", NULL, {0}};

__attribute__((constructor)) static void register_itself(void) { napi_module_register(&module); }
#else
NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  return init(env, exports);
}
#endif
