# SPDX-License-Identifier: Apache-2.0
# What of the transport needs no Node; the tests' C++ helpers link parts of the same.
set(COFFERDAM_RING_SOURCES
  doorbell.cc
  hang_up.cc
  helper_ring.cc
  host_ring.cc
  region.cc
  ../memory/arena.cc
  ../memory/blocks.cc
  ../memory/shared_memory.cc
  ../process/child.cc
  ../process/pipe_tail.cc
  ../process/spawn.cc)
list(TRANSFORM COFFERDAM_RING_SOURCES PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
