// SPDX-License-Identifier: Apache-2.0
// What core's TypeScript calls. Arguments were validated there; here they are obeyed.
#include <napi.h>

#include "caller_stack.h"
#include "layers.h"
#include "private_library_object.h"
#include "report.h"
#include "slots.h"
#include "thread.h"

namespace cofferdam {
namespace {

/** One JavaScript that loaded this addon: the main thread's or a worker's. */
struct Environment {
  Napi::FunctionReference raise;  // (slot, fault | null, refusal, cause) => Error
  Napi::Reference<Napi::Uint32Array> unheard;
};

Environment &environment_of(const Napi::CallbackInfo &info) {
  return *static_cast<Environment *>(info.Data());
}

template <typename T>
T *pointer_from(const Napi::Value &value) {
  bool lossless = false;
  return reinterpret_cast<T *>(value.As<Napi::BigInt>().Uint64Value(&lossless));
}

Napi::Value pointer_value(Napi::Env env, const void *pointer) {
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(pointer)));
}

uint32_t index_from(const Napi::CallbackInfo &info) {
  return info[0].As<Napi::Number>().Uint32Value();
}

/** The exception that JavaScript already threw inside this call (a callback did), taken over. */
napi_value take_pending(napi_env env, Napi::Env ours) {
  bool pending = false;
  napi_value exception = nullptr;
  if (env != nullptr && napi_is_exception_pending(env, &pending) == napi_ok && pending &&
      napi_get_and_clear_last_exception(env, &exception) == napi_ok) {
    return exception;
  }
  return ours.Undefined();
}

Napi::Value make_error(Environment &environment, const Report &report, napi_value cause) {
  const Napi::Env env = environment.raise.Env();
  Napi::Value fault = env.Null();
  if (report.fault != nullptr) {
    fault = fault_object(env, *report.fault, report.slot->wants_registers != 0);
  }
  return environment.raise.Call({Napi::Number::New(env, index_of(*report.slot)), fault,
                                 Napi::Number::New(env, static_cast<uint32_t>(report.refusal)),
                                 cause});
}

/** Runs on the thread's own stack, below the FFI's frames. No C++ exception may leave. */
void deliver(const Report &report) {
  auto &environment = *static_cast<Environment *>(report.slot->reporter);
  const Napi::Env env = environment.raise.Env();
  const Napi::HandleScope scope(env);
  // Thrown in the FFI's environment: Node-API hands the exception on when that addon's call
  // returns.
  auto *thrower = static_cast<napi_env>(report.environment);
  Napi::Value error;
  try {
    error = make_error(environment, report, take_pending(thrower, env));
  } catch (const Napi::Error &failure) {
    error = failure.Value();
  }
  if (report.slot->delivery == Delivery::Throw) napi_throw(thrower, error);
}

void attach(const Napi::CallbackInfo &info) {
  environment_of(info).raise = Napi::Persistent(info[0].As<Napi::Function>());
  environment_of(info).unheard = Napi::Persistent(info[1].As<Napi::Uint32Array>());
  current_thread().deliver = deliver;
}

void end(Environment *environment) {
  current_thread().deliver = nullptr;
  dispose_slots_of(environment);
  delete environment;
}

/** The layer's bit, or why it cannot take part. */
Napi::Value add_layer_object(const Napi::CallbackInfo &info) {
  constexpr napi_type_tag kTag = {CD_LAYER_TAG_LOWER, CD_LAYER_TAG_UPPER};
  const Napi::Object object = info[0].As<Napi::Object>();
  void *layer = nullptr;
  if (!object.CheckTypeTag(&kTag) || napi_unwrap(info.Env(), object, &layer) != napi_ok) {
    return Napi::String::New(info.Env(), "it is not a native layer object");
  }
  uint32_t bit = 0;
  const LayerError error = add_layer(static_cast<cd_layer *>(layer), bit);
  if (error.error != 0) return Napi::String::New(info.Env(), error.what);
  current_thread();  // the calling thread enters the layer now, not in the middle of its first call
  return Napi::Number::New(info.Env(), bit);
}

Napi::Value create(const Napi::CallbackInfo &info) {
  const Napi::Object request = info[0].As<Napi::Object>();
  const auto number = [&](const char *key) {
    return request.Get(key).As<Napi::Number>().Uint32Value();
  };
  const int index = create_slot({
      .target = pointer_from<void>(request.Get("address")),
      .stack_bytes = number("stackBytes"),
      .timeout = number("timeout"),
      .grace = number("grace"),
      .result_bytes = number("resultBytes"),
      .layers = number("layers"),
      .delivery = static_cast<Delivery>(number("delivery")),
      .owner = number("owner"),
      .text_width = number("textWidth"),
      .wants_registers = request.Get("registers").As<Napi::Boolean>().Value(),
      .environment = pointer_from<void>(request.Get("environment")),
      .reporter = &environment_of(info),
      .unheard = environment_of(info).unheard.Value().Data(),
  });
  return Napi::Number::New(info.Env(), index);
}

void dispose(const Napi::CallbackInfo &info) { dispose_slot(index_from(info)); }

Napi::Value thunk(const Napi::CallbackInfo &info) {
  return pointer_value(info.Env(), thunk_of(index_from(info)));
}

Napi::Value library(const Napi::CallbackInfo &info) {
  return Napi::String::New(info.Env(), thunk_library());
}

Napi::Value abort(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), abort_slot(index_from(info)));
}

/** The error of the last call, made as `deliver` makes it; undefined: it returned. */
Napi::Value take(const Napi::CallbackInfo &info) {
  const Posted *posted = take_posted(index_from(info));
  if (posted == nullptr) return info.Env().Undefined();
  const bool faulted = posted->refusal == Refusal::None;
  return make_error(
      environment_of(info),
      {&slot_at(index_from(info)), faulted ? &posted->fault : nullptr, posted->refusal, nullptr},
      info.Env().Undefined());
}

void refuse(const Napi::CallbackInfo &info) {
  refuse_slot(index_from(info), static_cast<Refusal>(info[1].As<Napi::Number>().Uint32Value()));
}

void admit(const Napi::CallbackInfo &info) {
  admit_slot(index_from(info), pointer_from<void>(info[1]));
}

Napi::Value calls(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), static_cast<double>(slot_at(index_from(info)).calls));
}

Napi::Value live(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), live_calls(index_from(info)));
}

Napi::Value create_callback(const Napi::CallbackInfo &info) {
  const int index = create_exit(pointer_from<void>(info[0]),
                                info[1].As<Napi::Number>().Uint32Value(), &environment_of(info));
  return Napi::Number::New(info.Env(), index);
}

Napi::Value create_exit_in_place(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), create_lasting_exit(pointer_from<void>(info[0])));
}

void dispose_callback(const Napi::CallbackInfo &info) { dispose_exit(index_from(info)); }

Napi::Value callback_thunk(const Napi::CallbackInfo &info) {
  return pointer_value(info.Env(), exit_thunk_of(index_from(info)));
}

/** The address of a function to be called once through the FFI: see caller_stack.h. */
Napi::Value caller_guard(const Napi::CallbackInfo &info) {
  return pointer_value(info.Env(), reinterpret_cast<void *>(&cd_guard_caller_stack));
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  auto *environment = new Environment{};
  env.AddCleanupHook(end, environment);
  const auto add = [&](const char *name, auto function) {
    exports[name] = Napi::Function::New(env, function, name, environment);
  };
  add("attach", attach);
  add("addLayer", add_layer_object);
  add("createSlot", create);
  add("disposeSlot", dispose);
  add("thunk", thunk);
  add("thunkLibrary", library);
  add("abort", abort);
  add("takePosted", take);
  add("refuse", refuse);
  add("admit", admit);
  add("calls", calls);
  add("liveCalls", live);
  add("createCallback", create_callback);
  add("createExit", create_exit_in_place);
  add("disposeCallback", dispose_callback);
  add("callerGuard", caller_guard);
  add("callbackThunk", callback_thunk);
  add_private_libraries(env, exports);
  return exports;
}

}  // namespace
}  // namespace cofferdam

static Napi::Object cofferdam_init(Napi::Env env, Napi::Object exports) {
  return cofferdam::init(env, exports);
}

NODE_API_MODULE(gate, cofferdam_init)
