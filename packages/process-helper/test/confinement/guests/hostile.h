// SPDX-License-Identifier: Apache-2.0
#ifndef HOSTILE_H
#define HOSTILE_H

/** Does what it is named after; prints nothing. 0, an errno, or a count where it counts. */
typedef struct {
  const char *name;
  /** 1: the result is a number, not an errno. */
  int counts;
  int (*commit)(const char *argument);
} crime;

extern const crime file_crimes[];
extern const crime process_crimes[];
extern const crime resource_crimes[];
extern const crime honest_deeds[];

#endif
