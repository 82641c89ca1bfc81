# SPDX-License-Identifier: Apache-2.0
# What of the layer needs no Node; testing/native links the same.
set(COFFERDAM_SIGNALS_SOURCES
  alternate_stack.cc
  back_trace.cc
  catcher.cc
  deadline.cc
  deadline_layer.cc
  frame_walk.cc
  handlers.cc
  late_ticks.cc
  malloc_lock.cc
  other_threads.cc
  process.cc
  registers_${COFFERDAM_ISA}_linux.cc
  return_address.cc
  return_address_${COFFERDAM_ISA}.cc
  runtime_code.cc
  signals_layer.cc
  watchdog.cc
  whose_code.cc)
list(TRANSFORM COFFERDAM_SIGNALS_SOURCES PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
