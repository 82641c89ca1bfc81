// SPDX-License-Identifier: Apache-2.0
// What the files of the addon share; these are all that know Node-API.
#pragma once
#include <napi.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cofferdam {

/** The functions of the arena, of the host's side of a ring and of its helper; of that itself. */
void export_arena(Napi::Env env, Napi::Object exports);
void export_host(Napi::Env env, Napi::Object exports);
void export_process(Napi::Env env, Napi::Object exports);
void export_helper(Napi::Env env, Napi::Object exports);

using Info = Napi::CallbackInfo;
using Buffers = std::vector<Napi::Reference<Napi::ArrayBuffer>>;

[[noreturn]] inline void fail(Napi::Env env, const char *what, int error) {
  Napi::Error failure = Napi::Error::New(env, std::string(what) + ": " + std::strerror(error));
  failure.Set("errno", Napi::Number::New(env, error));
  throw failure;
}

inline void check(Napi::Env env, const char *what, int error) {
  if (error != 0) fail(env, what, error);
}

inline double number(const Info &info, size_t index) {
  return info[index].As<Napi::Number>().DoubleValue();
}

/** A buffer of V8's own, kept alive: the helper cannot reach it. */
template <typename T>
T *own_buffer(Napi::Object &object, const char *name, size_t count, Buffers &buffers) {
  Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(object.Env(), count * sizeof(T));
  std::memset(buffer.Data(), 0, buffer.ByteLength());
  object[name] = buffer;
  buffers.push_back(Napi::Persistent(buffer));
  return static_cast<T *>(buffer.Data());
}

/**
 * Shared memory as a buffer, kept mapped by `owner`. Throws where only V8's own may be one
 * (Electron): one has to copy there.
 */
template <typename Owner>
Napi::ArrayBuffer shared_buffer(Napi::Env env, std::shared_ptr<Owner> owner, uint8_t *data,
                                size_t bytes) {
  if (bytes == 0) return Napi::ArrayBuffer::New(env, 0);
  using Kept = std::shared_ptr<Owner>;
  return Napi::ArrayBuffer::New(
      env, data, bytes, [](Napi::Env, void *, Kept *kept) { delete kept; },
      new Kept(std::move(owner)));
}

inline Napi::Value offset_value(Napi::Env env, size_t offset) {
  return Napi::Number::New(env, offset == SIZE_MAX ? -1 : static_cast<double>(offset));
}

}  // namespace cofferdam
