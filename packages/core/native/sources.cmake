# SPDX-License-Identifier: Apache-2.0
# What of the gate needs no Node; testing/native links the same.
set(COFFERDAM_GATE_SOURCES
  caller_stack.cc
  callback_${COFFERDAM_ABI}.S
  cpp_exception.cc
  deadline.cc
  entry_${COFFERDAM_ABI}.S
  environment_copy.cc
  exit_${COFFERDAM_ABI}.S
  float_control_${COFFERDAM_ISA}.cc
  gate.cc
  layers.cc
  libstdcxx_copy.cc
  panic.cc
  private_library.cc
  recover.cc
  recover_${COFFERDAM_ABI}.S
  resume_${COFFERDAM_ISA}_linux.cc
  rust_panic.cc
  slots.cc
  symbols.cc
  text.cc
  thread.cc
  thread_keys.cc
  throw_trace.cc
  thunks_${COFFERDAM_ISA}.S)
list(TRANSFORM COFFERDAM_GATE_SOURCES PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
