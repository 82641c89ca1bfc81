// SPDX-License-Identifier: Apache-2.0
#include <napi.h>

#include "cofferdam/layer_object.h"
#include "stack_layer.h"

namespace cofferdam {
namespace {

size_t bytes_from(const Napi::CallbackInfo &info) {
  return static_cast<size_t>(info[0].As<Napi::Number>().Int64Value());
}

Napi::Value layer(const Napi::CallbackInfo &info) {
  return layer_object(info.Env(), stack_layer(bytes_from(info)));
}

Napi::Value use(const Napi::CallbackInfo &info) {
  const StackUse use = stack_use(bytes_from(info));
  Napi::Object object = Napi::Object::New(info.Env());
  object["highWater"] = static_cast<double>(use.high_water);
  object["stacks"] = static_cast<double>(use.stacks);
  return object;
}

void trim(const Napi::CallbackInfo &) { trim_idle_stacks(); }

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports["layer"] = Napi::Function::New(env, layer);
  exports["use"] = Napi::Function::New(env, use);
  exports["trim"] = Napi::Function::New(env, trim);
  return exports;
}

}  // namespace
}  // namespace cofferdam

static Napi::Object cofferdam_init(Napi::Env env, Napi::Object exports) {
  return cofferdam::init(env, exports);
}

NODE_API_MODULE(stack, cofferdam_init)
