// SPDX-License-Identifier: Apache-2.0
// What the process inherits from the host, and what ends it.
#pragma once
#include "orders.h"
#include "report.h"

namespace cofferdam {

/** No signal blocked, none ignored but those whose default is to end a process that writes where
 * it may not: a helper with a full pipe, or a log beyond its size, gets an error instead. */
void reset_signals();

/** A session of its own: no controlling terminal to push characters into. */
void leave_session(Report &report);

/** The helper is killed when the thread that started it ends. False: that has happened already. */
bool die_with_parent(pid_t parent, Report &report);

/** Only the three standard ones and those named stay open; the report's closes by itself when the
 * program starts, which tells the host that it did. */
void close_descriptors(const Orders &orders, Report &report);

}  // namespace cofferdam
