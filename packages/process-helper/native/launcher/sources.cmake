# SPDX-License-Identifier: Apache-2.0
set(COFFERDAM_LAUNCHER_SOURCES
  capabilities.cc
  confine.cc
  io_uring.cc
  landlock.cc
  limits.cc
  main.cc
  namespaces.cc
  orders.cc
  probe.cc
  process.cc
  report.cc)
list(TRANSFORM COFFERDAM_LAUNCHER_SOURCES PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
