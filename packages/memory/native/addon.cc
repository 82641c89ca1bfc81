// SPDX-License-Identifier: Apache-2.0
#include <napi.h>

#include "cofferdam/layer_object.h"
#include "guarded.h"
#include "lending.h"
#include "memory_layer.h"
#include "pool.h"

namespace cofferdam {
namespace {

Napi::Value layer(const Napi::CallbackInfo &info) {
  return layer_object(info.Env(), memory_layer());
}

/** What V8 is told that a region takes beyond its length. Mappings are scarcer than memory: it is
 * to collect garbage (after 64 MiB) long before kMaxRegions are waiting for it. */
constexpr int64_t kUnseenBytes = 64 * 1024;

void adjust_external_memory(napi_env env, int64_t bytes) {
  int64_t now = 0;
  napi_adjust_external_memory(env, bytes, &now);
}

void finalize(napi_env env, void *, void *hint) {
  adjust_external_memory(env, -kUnseenBytes);
  dispose_guarded(static_cast<Region *>(hint));
}

/** map(length, align, external): an ArrayBuffer between guards; an errno; undefined where this
 * build of Node takes no external memory, or `external` says so. */
Napi::Value map(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const auto length = static_cast<size_t>(info[0].As<Napi::Number>().Int64Value());
  const auto align = static_cast<size_t>(info[1].As<Napi::Number>().Int64Value());
  Region *region = nullptr;
  if (const int error = create_guarded(length, align, region); error != 0) {
    return Napi::Number::New(env, error);
  }
  napi_value buffer = nullptr;
  auto *start = reinterpret_cast<void *>(region->start.load());
  const napi_status status =
      info[2].As<Napi::Boolean>().Value()
          ? napi_create_external_arraybuffer(env, start, length, finalize, region, &buffer)
          : napi_no_external_buffers_allowed;
  if (status != napi_ok) {
    dispose_guarded(region);
    if (status == napi_no_external_buffers_allowed) return env.Undefined();
    throw Napi::Error::New(env, "cannot create an external ArrayBuffer");
  }
  adjust_external_memory(env, kUnseenBytes);
  return Napi::Value(env, buffer);
}

/** Where the bytes of a view or an ArrayBuffer are; nullptr: it is shared, detached or empty. */
uint8_t *data_of(napi_env env, napi_value value) {
  void *data = nullptr;
  napi_value buffer = nullptr;
  if (napi_get_typedarray_info(env, value, nullptr, nullptr, &data, &buffer, nullptr) != napi_ok &&
      napi_get_dataview_info(env, value, nullptr, &data, &buffer, nullptr) != napi_ok) {
    buffer = value;
    if (napi_get_arraybuffer_info(env, value, &data, nullptr) != napi_ok) return nullptr;
  }
  bool is_array_buffer = false;
  napi_is_arraybuffer(env, buffer, &is_array_buffer);
  return is_array_buffer ? static_cast<uint8_t *>(data) : nullptr;
}

Bytes bytes_from(const Napi::CallbackInfo &info, size_t at) {
  uint8_t *data = data_of(info.Env(), info[at]);
  const auto length = static_cast<size_t>(info[at + 1].As<Napi::Number>().Int64Value());
  return {data, data == nullptr ? 0 : length};
}

/** src/lender.ts packs them. */
Terms terms_from(uint32_t packed, size_t shift) {
  const size_t align = size_t{1} << (packed >> 16);
  const Access access = (packed & 0x100) != 0 ? Access::ReadOnly : Access::ReadWrite;
  return {static_cast<int32_t>(packed & 0xff), access, align, shift};
}

uintptr_t address_from(const Napi::Value &value) {
  bool lossless = true;
  return value.As<Napi::BigInt>().Uint64Value(&lossless);
}

/** lend(view, byteLength, terms, shift): the address of the copy; an errno; undefined: the view is
 * passed as it is. */
Napi::Value lend_view(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const Bytes bytes = bytes_from(info, 0);
  if (bytes.data == nullptr) return env.Undefined();
  const auto shift = static_cast<size_t>(info[3].As<Napi::Number>().Int64Value());
  uintptr_t address = 0;
  const int error =
      lend(bytes, terms_from(info[2].As<Napi::Number>().Uint32Value(), shift), address);
  if (error != 0) return Napi::Number::New(env, error);
  return Napi::BigInt::New(env, static_cast<uint64_t>(address));
}

/** giveBack(address, argument, view, byteLength); no view: nothing is copied back */
void give_back_view(const Napi::CallbackInfo &info) {
  const bool copies = !info[2].IsUndefined();
  const Bytes bytes = copies ? bytes_from(info, 2) : Bytes{nullptr, 0};
  give_back(address_from(info[0]), info[1].As<Napi::Number>().Int32Value(), bytes);
}

/** original(address, view, byteLength, pointer): the pointer into the view, or 0n. */
Napi::Value original_pointer(const Napi::CallbackInfo &info) {
  const uintptr_t found =
      original(address_from(info[0]), bytes_from(info, 1), address_from(info[3]));
  return Napi::BigInt::New(info.Env(), static_cast<uint64_t>(found));
}

Napi::Value figures(const Napi::CallbackInfo &info) {
  Napi::Object object = Napi::Object::New(info.Env());
  object["regions"] = static_cast<double>(region_count());
  object["guardedBuffers"] = static_cast<double>(guarded_count());
  object["lent"] = static_cast<double>(loan_count());
  object["pooledBytes"] = static_cast<double>(pooled_bytes());
  object["overruns"] = static_cast<double>(overrun_count());
  return object;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports["layer"] = Napi::Function::New(env, layer);
  exports["map"] = Napi::Function::New(env, map);
  exports["lend"] = Napi::Function::New(env, lend_view);
  exports["giveBack"] = Napi::Function::New(env, give_back_view);
  exports["original"] = Napi::Function::New(env, original_pointer);
  exports["figures"] = Napi::Function::New(env, figures);
  return exports;
}

}  // namespace
}  // namespace cofferdam

static Napi::Object cofferdam_init(Napi::Env env, Napi::Object exports) {
  return cofferdam::init(env, exports);
}

NODE_API_MODULE(memory, cofferdam_init)
