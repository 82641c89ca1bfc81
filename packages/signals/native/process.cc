// SPDX-License-Identifier: Apache-2.0
#include "process.h"

#include "alternate_stack.h"
#include "catcher.h"
#include "frame_walk.h"
#include "handlers.h"
#include "malloc_lock.h"
#include "runtime_code.h"

namespace cofferdam {

int prepare_process(const cd_gate *gate) {
  static bool prepared = false;
  if (prepared) return 0;
  use_gate(gate);
  learn_malloc();
  learn_runtime();
  warm_up_unwinder();
  const int error = arm_handlers(on_signal);
  prepared = error == 0;
  return error;
}

int prepare_thread(cd_layer *) {
  note_signal_mask();
  return arm_alternate_stack();
}

void release_thread(cd_layer *) { disarm_alternate_stack(); }

}  // namespace cofferdam
