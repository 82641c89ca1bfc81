// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cofferdam {

/** Does every other thread of the process sleep? One that runs may hold any lock. Allocates nothing
 * and takes no lock. */
bool other_threads_sleep();

}  // namespace cofferdam
