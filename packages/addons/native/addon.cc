// SPDX-License-Identifier: Apache-2.0
// What the TypeScript of this package calls. Node-API's own header is in every file here: it is
// what this package is about; napi.h is in this one only.
#include <dlfcn.h>
#include <napi.h>

#include <memory>
#include <vector>

#include "cofferdam/layer_object.h"
#include "elf_imports.h"
#include "guest.h"
#include "loaded_file.h"
#include "scopes.h"

namespace cofferdam {
namespace {

void *pointer_from(const Napi::Value &value) {
  bool lossless = false;
  return reinterpret_cast<void *>(value.As<Napi::BigInt>().Uint64Value(&lossless));
}

Napi::Value pointer_value(Napi::Env env, const void *pointer) {
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(pointer)));
}

/** NAPI_VERSION_EXPERIMENTAL: finalizers run in the middle of a collection. */
constexpr int32_t kExperimentalApi = 2147483647;

/** One JavaScript that loaded this addon: the main thread's or a worker's. */
class Environment final : public Host {
 public:
  Napi::FunctionReference on_link, on_exit, on_executed;  // see native.ts
  std::vector<std::unique_ptr<Guest>> guests;

  void *link(napi_env guest_env, uint32_t guest, void *function, const std::string &name,
             Kind kind) override {
    const Napi::Env env = on_link.Env();
    const Napi::HandleScope scope(env);
    try {
      return pointer_from(on_link.Call({Napi::Number::New(env, guest), pointer_value(env, function),
                                        Napi::String::New(env, name),
                                        Napi::Number::New(env, static_cast<uint32_t>(kind))}));
    } catch (const Napi::Error &failure) {
      napi_throw(guest_env, failure.Value());
      return nullptr;
    }
  }

  void *exit(void *function) override {
    const Napi::Env env = on_exit.Env();
    const Napi::HandleScope scope(env);
    return pointer_from(on_exit.Call({pointer_value(env, function)}));
  }

  void take_fault(uint32_t guest, void *thunk) override {
    const Napi::Env env = on_executed.Env();
    const Napi::HandleScope scope(env);
    try {
      on_executed.Call({Napi::Number::New(env, guest), pointer_value(env, thunk)});
    } catch (const Napi::Error &) {
      // The thread is ending: nobody can be told.
    }
  }
};

/** The file whose turn it is when Node loads this addon once more; nullptr: it is our own. */
struct Loading {
  Guest *guest;
  LoadedFile file;
};
thread_local Loading *loading = nullptr;

/** A guest's turn to be loaded; its init may `require` another one, whose turn comes in between. */
class Turn {
 public:
  explicit Turn(Loading &request) : outer_(loading) { give(&request); }
  ~Turn() { give(outer_); }
  Turn(const Turn &) = delete;
  Turn &operator=(const Turn &) = delete;

 private:
  static void give(Loading *to) {
    loading = to;
    const bool registers_itself = to != nullptr && to->file.init == nullptr;
    set_loading(registers_itself ? to->guest : nullptr);
  }

  Loading *outer_;
};

Environment &environment_of(const Napi::CallbackInfo &info) {
  return *static_cast<Environment *>(info.Data());
}

void attach(const Napi::CallbackInfo &info) {
  Environment &environment = environment_of(info);
  environment.on_link = Napi::Persistent(info[0].As<Napi::Function>());
  environment.on_exit = Napi::Persistent(info[1].As<Napi::Function>());
  environment.on_executed = Napi::Persistent(info[2].As<Napi::Function>());
  set_host(&environment);
}

void end(Environment *environment) {
  set_host(nullptr);
  delete environment;
}

Napi::Value layer(const Napi::CallbackInfo &info) {
  return layer_object(info.Env(), scopes_layer());
}

/** The names that a file imports; a text: why it cannot be read. */
Napi::Value imports(const Napi::CallbackInfo &info) {
  ElfImports elf;
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  if (const std::string why = read_elf_imports(path.c_str(), elf); !why.empty()) {
    return Napi::String::New(info.Env(), why);
  }
  Napi::Array names = Napi::Array::New(info.Env(), elf.imports.size());
  for (size_t index = 0; index < elf.imports.size(); index++) {
    names[static_cast<uint32_t>(index)] = elf.imports[index].name;
  }
  return names;
}

/** load(guest, path, url, flags, dlopen): a text says why it cannot be loaded. */
Napi::Value load(const Napi::CallbackInfo &info) {
  Loading request = {nullptr, {}};
  const std::string path = info[1].As<Napi::String>().Utf8Value();
  const int flags = info[3].As<Napi::Number>().Int32Value();
  if (const std::string why = load_file(path.c_str(), flags, request.file); !why.empty()) {
    return Napi::String::New(info.Env(), why);
  }
  const uint32_t id = info[0].As<Napi::Number>().Uint32Value();
  Environment &environment = environment_of(info);
  const bool finalizes_in_gc = request.file.api_version == kExperimentalApi;
  environment.guests.push_back(
      std::make_unique<Guest>(Guest{id, info[2].As<Napi::String>(), finalizes_in_gc}));
  request.guest = environment.guests.back().get();

  const Turn turn(request);
  const bool registers_itself = request.file.init == nullptr;
  info[4].As<Napi::Function>().Call({Napi::Boolean::New(info.Env(), registers_itself)});
  return info.Env().Undefined();
}

/** Where this very addon is: Node loads it in place of a guest. */
Napi::Value own_path(const Napi::CallbackInfo &info) {
  Dl_info own;
  dladdr(reinterpret_cast<void *>(&own_path), &own);
  return Napi::String::New(info.Env(), own.dli_fname);
}

napi_value init_guest(napi_env env, napi_value exports) {
  const Loading &request = *loading;
  admit(env, request.guest);
  napi_addon_register_func init = request.file.init;
  if (!guard(env, init, "", Kind::Init)) return nullptr;
  return init(env, exports);
}

Napi::Object init_own(Napi::Env env, Napi::Object exports) {
  auto *environment = new Environment{};
  env.AddCleanupHook(end, environment);
  const auto add = [&](const char *name, auto function) {
    exports[name] = Napi::Function::New(env, function, name, environment);
  };
  add("attach", attach);
  add("layer", layer);
  add("imports", imports);
  add("load", load);
  add("ownPath", own_path);
  return exports;
}

}  // namespace
}  // namespace cofferdam

// Node asks for both of these whenever it loads this file: for itself, or in a guest's place.
extern "C" {

NAPI_MODULE_EXPORT int32_t node_api_module_get_api_version_v1() {
  return cofferdam::loading == nullptr ? NAPI_VERSION : cofferdam::loading->file.api_version;
}

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  if (cofferdam::loading != nullptr && cofferdam::loading->file.init != nullptr) {
    return cofferdam::init_guest(env, exports);
  }
  return Napi::RegisterModule(env, exports, cofferdam::init_own);
}
}
