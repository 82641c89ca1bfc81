// SPDX-License-Identifier: Apache-2.0
// What both layers of this package need of the process and of each thread.
#pragma once
#include "cofferdam/layer_abi.h"

namespace cofferdam {

/** Handlers, and what they must know. Once, whoever comes first. 0, or an errno. */
int prepare_process(const cd_gate *gate);

/** A stack for handlers. Once per thread, whoever comes first. 0, or an errno. */
int prepare_thread(cd_layer *layer);
void release_thread(cd_layer *layer);

}  // namespace cofferdam
