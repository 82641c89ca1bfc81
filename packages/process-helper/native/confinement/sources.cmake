# SPDX-License-Identifier: Apache-2.0
set(COFFERDAM_CONFINEMENT_SOURCES
  seal.cc
  syscall_filter.cc
  syscall_rules_${COFFERDAM_ISA}.cc
  violations.cc)
list(TRANSFORM COFFERDAM_CONFINEMENT_SOURCES PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
