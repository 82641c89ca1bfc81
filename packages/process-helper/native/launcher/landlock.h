// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "orders.h"
#include "report.h"

namespace cofferdam {

/** Files, TCP, and reach to processes outside: nothing but what is ordered, as far as this kernel's
 * Landlock goes. One rule set for all three: in one without files, moving between folders would be
 * forbidden for good. After no_new_privs. */
void apply_landlock(const Orders &orders, Report &report);

}  // namespace cofferdam
