// SPDX-License-Identifier: Apache-2.0
// A private library as JavaScript holds it: unloaded at the latest when it is collected, or when
// its environment ends.
#include "private_library_object.h"

#include "private_library.h"

namespace cofferdam {
namespace {

using Object = Napi::External<PrivateLibrary>;

PrivateLibrary &library_from(const Napi::CallbackInfo &info) {
  return *info[0].As<Object>().Data();
}

/** The library, or why it cannot be loaded. */
Napi::Value open(const Napi::CallbackInfo &info) {
  const auto texts = info[0].As<Napi::Array>();
  std::vector<std::string> paths;
  for (uint32_t i = 0; i < texts.Length(); i++) paths.push_back(texts.Get(i).As<Napi::String>());
  std::string why;
  auto library = PrivateLibrary::open(paths, info[1].As<Napi::Number>().Int32Value(), why);
  if (library == nullptr) return Napi::String::New(info.Env(), why);
  return Object::New(info.Env(), library.release(),
                     [](Napi::Env, PrivateLibrary *owned) { delete owned; });
}

Napi::Value symbol(const Napi::CallbackInfo &info) {
  const std::string name = info[1].As<Napi::String>();
  void *address = library_from(info).symbol(name.c_str());
  return Napi::BigInt::New(info.Env(), static_cast<uint64_t>(reinterpret_cast<uintptr_t>(address)));
}

void close(const Napi::CallbackInfo &info) {
  library_from(info).close(info[1].As<Napi::Boolean>().Value());
}

Napi::Value counts(const Napi::CallbackInfo &info) {
  const PrivateLibraries libraries = private_libraries();
  Napi::Object object = Napi::Object::New(info.Env());
  object["namespaces"] = libraries.namespaces;
  object["loads"] = libraries.loads;
  return object;
}

}  // namespace

void add_private_libraries(Napi::Env env, Napi::Object exports) {
  exports["openPrivate"] = Napi::Function::New(env, open, "openPrivate");
  exports["privateSymbol"] = Napi::Function::New(env, symbol, "privateSymbol");
  exports["closePrivate"] = Napi::Function::New(env, close, "closePrivate");
  exports["privateLibraries"] = Napi::Function::New(env, counts, "privateLibraries");
}

}  // namespace cofferdam
