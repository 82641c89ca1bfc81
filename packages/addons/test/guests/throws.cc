/* SPDX-License-Identifier: Apache-2.0
 * A Node-API addon in C++ that lets its exceptions out, past handle scopes that close themselves. */
#define NAPI_VERSION 9
#include <node_api.h>

#include <stdexcept>
#include <string>

namespace {

int live = 0;

class Scope {
 public:
  explicit Scope(napi_env env) : env_(env) {
    napi_open_handle_scope(env, &scope_);
    live++;
  }
  ~Scope() {
    napi_close_handle_scope(env_, scope_);
    live--;
  }
  Scope(const Scope &) = delete;
  Scope &operator=(const Scope &) = delete;

 private:
  napi_env env_;
  napi_handle_scope scope_ = nullptr;
};

napi_value throws(napi_env env, napi_callback_info) {
  const Scope outer(env), inner(env);
  throw std::out_of_range("past the end of the addon");
}

/* Its scope is a bare one: nobody closes it on the way out. */
napi_value throws_past_a_scope(napi_env env, napi_callback_info) {
  napi_handle_scope scope;
  napi_open_handle_scope(env, &scope);
  throw 42;
}

void fails() { throw std::runtime_error("nobody may catch this"); }

napi_value terminates(napi_env, napi_callback_info) noexcept {
  fails();
  return nullptr;
}

napi_value catches(napi_env env, napi_callback_info) {
  napi_value result = nullptr;
  try {
    throw std::string("caught inside");
  } catch (const std::string &text) {
    napi_create_string_utf8(env, text.c_str(), text.size(), &result);
  }
  return result;
}

napi_value live_scopes(napi_env env, napi_callback_info) {
  napi_value result = nullptr;
  napi_create_int32(env, live, &result);
  return result;
}

}  // namespace

extern "C" NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const auto add = [&](const char *name, napi_callback callback) {
    napi_value function = nullptr;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
    napi_set_named_property(env, exports, name, function);
  };
  add("throws", throws);
  add("throwsPastAScope", throws_past_a_scope);
  add("terminates", terminates);
  add("catches", catches);
  add("liveScopes", live_scopes);
  return exports;
}
