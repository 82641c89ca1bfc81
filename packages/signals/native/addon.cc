// SPDX-License-Identifier: Apache-2.0
#include <napi.h>

#include "cofferdam/layer_object.h"
#include "deadline.h"
#include "deadline_layer.h"
#include "handlers.h"
#include "malloc_lock.h"
#include "signals_layer.h"
#include "watchdog.h"

namespace cofferdam {
namespace {

Napi::Value layer(const Napi::CallbackInfo &info) {
  return layer_object(info.Env(), signals_layer());
}

Napi::Value deadlines(const Napi::CallbackInfo &info) {
  return layer_object(info.Env(), deadline_layer());
}

Napi::Value clock(const Napi::CallbackInfo &info) {
  Napi::Object object = Napi::Object::New(info.Env());
  object["watchdog"] = clock_tick() == 0 ? "asleep" : "awake";
  object["ended"] = static_cast<double>(ended_calls());
  return object;
}

Napi::Array signal_numbers(Napi::Env env, uint32_t bits) {
  Napi::Array signals = Napi::Array::New(env);
  for (const int signal : kSignals) {
    if ((bits & 1) != 0) signals[signals.Length()] = signal;
    bits >>= 1;
  }
  return signals;
}

/** Numbers of the signals whose handler was replaced, and, with `true`, of those that were put
 * back. */
Napi::Value replaced(const Napi::CallbackInfo &info) {
  const uint32_t found = replaced_handlers();
  const bool repair = info[0].As<Napi::Boolean>().Value();
  Napi::Object object = Napi::Object::New(info.Env());
  object["replaced"] = signal_numbers(info.Env(), found);
  object["repaired"] = signal_numbers(info.Env(), repair ? rearm_handlers(found) : 0);
  return object;
}

Napi::Value malloc_is_known(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), can_release_malloc());
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports["layer"] = Napi::Function::New(env, layer);
  exports["deadlineLayer"] = Napi::Function::New(env, deadlines);
  exports["clock"] = Napi::Function::New(env, clock);
  exports["replaced"] = Napi::Function::New(env, replaced);
  exports["canReleaseMalloc"] = Napi::Function::New(env, malloc_is_known);
  return exports;
}

}  // namespace
}  // namespace cofferdam

static Napi::Object cofferdam_init(Napi::Env env, Napi::Object exports) {
  return cofferdam::init(env, exports);
}

NODE_API_MODULE(signals, cofferdam_init)
