// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "report.h"

namespace cofferdam {

/** None, and none to be had by starting a program: matters to root without a user namespace. */
void drop_capabilities(Report &report);

}  // namespace cofferdam
