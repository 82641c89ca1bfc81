// SPDX-License-Identifier: Apache-2.0
#include <napi.h>

#include "descriptors.h"
#include "file_times.h"

namespace cofferdam {
namespace {

/** openBeneath(directory, path, flags): a descriptor, or -errno. */
Napi::Value open_beneath_of(const Napi::CallbackInfo &info) {
  auto *descriptors = info.Env().GetInstanceData<Descriptors>();
  const int directory = info[0].As<Napi::Number>().Int32Value();
  const std::string path = info[1].As<Napi::String>();
  const int flags = info[2].As<Napi::Number>().Int32Value();
  return Napi::Number::New(info.Env(), descriptors->open(directory, path.c_str(), flags));
}

/** close(descriptor): one of openBeneath's. */
void close_of(const Napi::CallbackInfo &info) {
  info.Env().GetInstanceData<Descriptors>()->close(info[0].As<Napi::Number>().Int32Value());
}

std::optional<uint64_t> time_from(const Napi::Value &value) {
  if (value.IsUndefined()) return std::nullopt;
  bool lossless = true;
  return value.As<Napi::BigInt>().Uint64Value(&lossless);
}

/** setTimes(path, follow, atim, mtim): 0, or -errno. */
Napi::Value set_times_of(const Napi::CallbackInfo &info) {
  const std::string path = info[0].As<Napi::String>();
  const bool follow = info[1].As<Napi::Boolean>();
  const FileTimes times{time_from(info[2]), time_from(info[3])};
  return Napi::Number::New(info.Env(), set_file_times(path.c_str(), follow, times));
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Descriptors());  // deleted with the environment
  exports["close"] = Napi::Function::New(env, close_of);
  exports["openBeneath"] = Napi::Function::New(env, open_beneath_of);
  exports["setTimes"] = Napi::Function::New(env, set_times_of);
  return exports;
}

}  // namespace
}  // namespace cofferdam

static Napi::Object cofferdam_init(Napi::Env env, Napi::Object exports) {
  return cofferdam::init(env, exports);
}

NODE_API_MODULE(wasm_runtime, cofferdam_init)
