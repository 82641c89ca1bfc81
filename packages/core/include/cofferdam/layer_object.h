// SPDX-License-Identifier: Apache-2.0
// How a layer's addon hands its cd_layer to core: an object with a type tag, so that nothing else
// in the process can pass for one.
#pragma once
#include <napi.h>

#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** `layer` is borrowed: it must live as long as the process. */
inline Napi::Object layer_object(Napi::Env env, cd_layer *layer) {
  constexpr napi_type_tag kTag = {CD_LAYER_TAG_LOWER, CD_LAYER_TAG_UPPER};
  Napi::Object object = Napi::Object::New(env);
  object.TypeTag(&kTag);
  if (napi_wrap(env, object, layer, nullptr, nullptr, nullptr) != napi_ok) {
    throw Napi::Error::New(env, "cannot wrap a native layer");
  }
  return object;
}

}  // namespace cofferdam
