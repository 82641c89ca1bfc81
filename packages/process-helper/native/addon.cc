// SPDX-License-Identifier: Apache-2.0
#include "addon_parts.h"

static Napi::Object init(Napi::Env env, Napi::Object exports) {
  cofferdam::export_arena(env, exports);
  cofferdam::export_host(env, exports);
  cofferdam::export_process(env, exports);
  cofferdam::export_helper(env, exports);
  return exports;
}

NODE_API_MODULE(process_helper, init)
