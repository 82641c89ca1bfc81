# SPDX-License-Identifier: Apache-2.0
# What of the layer needs no Node; testing/native links the same.
set(COFFERDAM_STACK_SOURCES
  guard_stack.cc
  stack_layer.cc)
list(TRANSFORM COFFERDAM_STACK_SOURCES PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
