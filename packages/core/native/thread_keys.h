// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <pthread.h>

#include <vector>

namespace cofferdam {

/** pthread_key_create(3) in a C library of a namespace of its own. That has its own table of keys,
 *  but a thread has one array of values for all: equal keys would be one variable of both. */
class ThreadKeys {
 public:
  /** Leaves the C library `handle` keys that nobody else in the process has, and no others. */
  explicit ThreadKeys(void *handle);
  ThreadKeys(const ThreadKeys &) = delete;
  ThreadKeys &operator=(const ThreadKeys &) = delete;
  /** Others may have them. */
  ~ThreadKeys();

 private:
  std::vector<pthread_key_t> keys_;
};

}  // namespace cofferdam
