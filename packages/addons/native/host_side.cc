// SPDX-License-Identifier: Apache-2.0
// Runs as the host: see imported.h. Every function that takes a callback gives Node the guarded
// address in its place.
#include <dlfcn.h>
#include <node_api.h>

#include <climits>
#include <string>
#include <vector>

#include "find_symbol.h"
#include "guest.h"
#include "imported.h"
#include "scopes.h"

namespace cofferdam {
namespace {

using Properties = std::vector<napi_property_descriptor>;

std::string text(const char *name, size_t length) {
  if (name == nullptr) return {};
  if (length != NAPI_AUTO_LENGTH && length > INT_MAX) return {};  // Node refuses it without a look
  return length == NAPI_AUTO_LENGTH ? std::string(name) : std::string(name, length);
}

/** As JavaScript shows it; of a symbol, nothing. */
std::string text(napi_env env, napi_value name) {
  char buffer[128];
  size_t length = 0;
  if (napi_get_value_string_utf8(env, name, buffer, sizeof buffer, &length) != napi_ok) return {};
  return {buffer, length};
}

std::string name_of(napi_env env, const napi_property_descriptor &property) {
  if (property.utf8name != nullptr) return property.utf8name;
  return text(env, property.name);
}

bool guard_property(napi_env env, const std::string &prefix, napi_property_descriptor &property) {
  const std::string name = prefix + name_of(env, property);
  return guard(env, property.method, name, Kind::Callback) &&
         guard(env, property.getter, "get " + name, Kind::Callback) &&
         guard(env, property.setter, "set " + name, Kind::Callback);
}

bool guard_properties(napi_env env, const std::string &prefix, Properties &properties) {
  for (napi_property_descriptor &property : properties) {
    if (!guard_property(env, prefix, property)) return false;
  }
  return true;
}

Properties copy(size_t count, const napi_property_descriptor *properties) {
  return properties == nullptr ? Properties() : Properties(properties, properties + count);
}

bool guard_finalizer(napi_env env, napi_finalize &finalizer) {
  return guard(env, finalizer, "finalizer", Kind::Finalizer);
}

napi_status create_function(napi_env env, const char *name, size_t length, napi_callback callback,
                            void *data, napi_value *result) {
  if (!guard(env, callback, text(name, length), Kind::Callback)) return napi_pending_exception;
  return napi_create_function(env, name, length, callback, data, result);
}

napi_status define_class(napi_env env, const char *name, size_t length, napi_callback constructor,
                         void *data, size_t count, const napi_property_descriptor *properties,
                         napi_value *result) {
  Properties guarded = copy(count, properties);
  const std::string class_name = text(name, length);
  if (!guard(env, constructor, "new " + class_name, Kind::Callback) ||
      !guard_properties(env, class_name + ".", guarded)) {
    return napi_pending_exception;
  }
  return napi_define_class(env, name, length, constructor, data, count,
                           properties == nullptr ? nullptr : guarded.data(), result);
}

napi_status define_properties(napi_env env, napi_value object, size_t count,
                              const napi_property_descriptor *properties) {
  Properties guarded = copy(count, properties);
  if (!guard_properties(env, "", guarded)) return napi_pending_exception;
  return napi_define_properties(env, object, count,
                                properties == nullptr ? nullptr : guarded.data());
}

napi_status wrap(napi_env env, napi_value object, void *data, napi_finalize finalizer, void *hint,
                 napi_ref *result) {
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return napi_wrap(env, object, data, finalizer, hint, result);
}

napi_status create_external(napi_env env, void *data, napi_finalize finalizer, void *hint,
                            napi_value *result) {
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return napi_create_external(env, data, finalizer, hint, result);
}

napi_status create_external_arraybuffer(napi_env env, void *data, size_t bytes,
                                        napi_finalize finalizer, void *hint, napi_value *result) {
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return napi_create_external_arraybuffer(env, data, bytes, finalizer, hint, result);
}

napi_status create_external_buffer(napi_env env, size_t bytes, void *data, napi_finalize finalizer,
                                   void *hint, napi_value *result) {
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return napi_create_external_buffer(env, bytes, data, finalizer, hint, result);
}

napi_status add_finalizer(napi_env env, napi_value object, void *data, napi_finalize finalizer,
                          void *hint, napi_ref *result) {
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return napi_add_finalizer(env, object, data, finalizer, hint, result);
}

napi_status set_instance_data(napi_env env, void *data, napi_finalize finalizer, void *hint) {
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return napi_set_instance_data(env, data, finalizer, hint);
}

/** Not in every Node that we run on: looked up. */
template <typename Function>
Function *node_function(const char *name) {
  return reinterpret_cast<Function *>(dlsym(RTLD_DEFAULT, name));
}

napi_status post_finalizer(napi_env env, napi_finalize finalizer, void *data, void *hint) {
  using Post = napi_status(napi_env, napi_finalize, void *, void *);
  static Post *const post = node_function<Post>("node_api_post_finalizer");
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return post(env, finalizer, data, hint);
}

template <typename Character>
using CreateExternalString = napi_status(napi_env, Character *, size_t, napi_finalize, void *,
                                         napi_value *, bool *);

napi_status create_external_latin1(napi_env env, char *characters, size_t length,
                                   napi_finalize finalizer, void *hint, napi_value *result,
                                   bool *copied) {
  static auto *const create =
      node_function<CreateExternalString<char>>("node_api_create_external_string_latin1");
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return create(env, characters, length, finalizer, hint, result, copied);
}

napi_status create_external_utf16(napi_env env, char16_t *characters, size_t length,
                                  napi_finalize finalizer, void *hint, napi_value *result,
                                  bool *copied) {
  static auto *const create =
      node_function<CreateExternalString<char16_t>>("node_api_create_external_string_utf16");
  if (!guard_finalizer(env, finalizer)) return napi_pending_exception;
  return create(env, characters, length, finalizer, hint, result, copied);
}

napi_status create_async_work(napi_env env, napi_value resource, napi_value name,
                              napi_async_execute_callback execute,
                              napi_async_complete_callback complete, void *data,
                              napi_async_work *result) {
  Guest *const guest = guest_of(env);
  if (guest == nullptr || execute == nullptr || result == nullptr) {
    return napi_create_async_work(env, resource, name, execute, complete, data, result);
  }
  WorkRequest request = {resource, name, text(env, name), execute, complete, data};
  return create_work(env, *guest, request, result);
}

napi_status create_threadsafe_function(napi_env env, napi_value function, napi_value resource,
                                       napi_value name, size_t max_queue, size_t threads,
                                       void *finalize_data, napi_finalize finalizer, void *context,
                                       napi_threadsafe_function_call_js call,
                                       napi_threadsafe_function *result) {
  if (!guard_finalizer(env, finalizer) ||
      !guard(env, call, text(env, name) + " call", Kind::ThreadsafeCall)) {
    return napi_pending_exception;
  }
  return napi_create_threadsafe_function(env, function, resource, name, max_queue, threads,
                                         finalize_data, finalizer, context, call, result);
}

using Hook = void(void *);

napi_status add_env_cleanup_hook(napi_env env, Hook *hook, void *argument) {
  if (!guard(env, hook, "cleanup hook", Kind::CleanupHook)) return napi_pending_exception;
  return napi_add_env_cleanup_hook(env, hook, argument);
}

/** The hook goes by the address that it was added by. */
napi_status remove_env_cleanup_hook(napi_env env, Hook *hook, void *argument) {
  if (!guard(env, hook, "cleanup hook", Kind::CleanupHook)) return napi_pending_exception;
  return napi_remove_env_cleanup_hook(env, hook, argument);
}

napi_status add_async_cleanup_hook(napi_env env, napi_async_cleanup_hook hook, void *argument,
                                   napi_async_cleanup_hook_handle *result) {
  if (!guard(env, hook, "cleanup hook", Kind::CleanupHook)) return napi_pending_exception;
  return napi_add_async_cleanup_hook(env, hook, argument, result);
}

template <typename Scope>
napi_status opened(napi_env env, napi_status status, Scope *scope, ScopeKind kind) {
  if (status == napi_ok) scope_opened(env, *scope, kind);
  return status;
}

napi_status open_handle_scope(napi_env env, napi_handle_scope *result) {
  return opened(env, napi_open_handle_scope(env, result), result, ScopeKind::Handle);
}

napi_status close_handle_scope(napi_env env, napi_handle_scope scope) {
  scope_closed(scope);
  return napi_close_handle_scope(env, scope);
}

napi_status open_escapable(napi_env env, napi_escapable_handle_scope *result) {
  const napi_status status = napi_open_escapable_handle_scope(env, result);
  return opened(env, status, result, ScopeKind::EscapableHandle);
}

napi_status close_escapable(napi_env env, napi_escapable_handle_scope scope) {
  scope_closed(scope);
  return napi_close_escapable_handle_scope(env, scope);
}

napi_status open_callback_scope(napi_env env, napi_value resource, napi_async_context context,
                                napi_callback_scope *result) {
  const napi_status status = napi_open_callback_scope(env, resource, context, result);
  return opened(env, status, result, ScopeKind::Callback);
}

napi_status close_callback_scope(napi_env env, napi_callback_scope scope) {
  scope_closed(scope);
  return napi_close_callback_scope(env, scope);
}

/** Node would name the file by which it came to the guest: see loaded_file.h. */
napi_status get_module_file_name(napi_env env, const char **result) {
  const Guest *guest = guest_of(env);
  if (guest == nullptr || result == nullptr) return node_api_get_module_file_name(env, result);
  *result = guest->url.c_str();
  return napi_ok;
}

/** Guests are C: nothing is thrown into them, not even when there is no memory left. */
template <auto Function>
constexpr auto for_c = nullptr;
template <typename... Parameters, napi_status (*Function)(Parameters...)>
constexpr auto for_c<Function> = +[](Parameters... parameters) -> napi_status {
  try {
    return Function(parameters...);
  } catch (...) {
    return napi_generic_failure;
  }
};

template <auto Function>
Interposed row(const char *name) {
  return {name, nullptr, nullptr, reinterpret_cast<void *>(for_c<Function>)};
}

}  // namespace

const Interposed kHostSides[] = {
    row<create_function>("napi_create_function"),
    row<define_class>("napi_define_class"),
    row<define_properties>("napi_define_properties"),
    row<wrap>("napi_wrap"),
    row<create_external>("napi_create_external"),
    row<create_external_arraybuffer>("napi_create_external_arraybuffer"),
    row<create_external_buffer>("napi_create_external_buffer"),
    row<add_finalizer>("napi_add_finalizer"),
    row<set_instance_data>("napi_set_instance_data"),
    row<post_finalizer>("node_api_post_finalizer"),
    row<create_external_latin1>("node_api_create_external_string_latin1"),
    row<create_external_utf16>("node_api_create_external_string_utf16"),
    row<create_async_work>("napi_create_async_work"),
    row<delete_work>("napi_delete_async_work"),
    row<create_threadsafe_function>("napi_create_threadsafe_function"),
    row<add_env_cleanup_hook>("napi_add_env_cleanup_hook"),
    row<remove_env_cleanup_hook>("napi_remove_env_cleanup_hook"),
    row<add_async_cleanup_hook>("napi_add_async_cleanup_hook"),
    row<open_handle_scope>("napi_open_handle_scope"),
    row<close_handle_scope>("napi_close_handle_scope"),
    row<open_escapable>("napi_open_escapable_handle_scope"),
    row<close_escapable>("napi_close_escapable_handle_scope"),
    row<open_callback_scope>("napi_open_callback_scope"),
    row<close_callback_scope>("napi_close_callback_scope"),
    row<get_module_file_name>("node_api_get_module_file_name"),
    {"dlsym", nullptr, nullptr, reinterpret_cast<void *>(find_symbol)},
    {nullptr, nullptr, nullptr, nullptr},
};

}  // namespace cofferdam
