// SPDX-License-Identifier: Apache-2.0
// What a guest loads. Its own calls are bound when they are first made.
#include "guests.h"

__attribute__((constructor)) static void begin(void) { guest_plugin_begins(); }

int plugin_crash(int crash) { return guest_crash_if(crash) + 1; }
