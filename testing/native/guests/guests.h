// SPDX-License-Identifier: Apache-2.0
// The guests: a shared object of its own, or part of the static executable. The crimes come from
// testing/guests/crimes.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// shapes.c: every argument counts by its place, so that two swapped ones change the result

typedef struct {
  int64_t a, b;
} Pair;
typedef struct {
  double x;
  int64_t a;
} Mixed;
typedef struct {
  double v[4];
} Doubles4;
typedef struct {
  float v[3];
} Floats3;
typedef struct {
  int64_t v[9];
} Large;

int guest_add(int a, int b);
double guest_add_doubles(double a, double b);
int guest_ten(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j);
double guest_twenty(int a, double b, int c, double d, int e, double f, int g, double h, int i,
                    double j, int k, double l, int m, double n, int o, double p, int q, double r,
                    int s, double t);
int64_t guest_pair(Pair pair, int factor);
double guest_mixed(Mixed mixed, double factor);
double guest_doubles4(Doubles4 v, double factor);
float guest_floats3(Floats3 v, float factor);
int64_t guest_large(Large large, int factor);
Pair guest_make_pair(int64_t a);
Mixed guest_make_mixed(int64_t a);
Doubles4 guest_make_doubles4(double x);
Floats3 guest_make_floats3(float x);
Large guest_make_large(int64_t a, int b, double c);
int64_t guest_sum(int count, ...);
double guest_sum_doubles(int count, ...);
const char *guest_text(int which);  // 0: null, 1: text, 2: a wild pointer
uintptr_t guest_stack_address(void);
void guest_set_errno(int value);

// callbacks.c

typedef int (*Callback)(int);
typedef double (*WideCallback)(int, int, int, int, int, int, int, int, int, int, double, double,
                               double, double, double, double, double, double, double, double);
int guest_call(Callback callback, int value);              // callback(value) + 1
int guest_call_many(Callback callback, int from, int to);  // the sum
double guest_call_wide(WideCallback callback);             // with 1 .. 20
int guest_call_and_crash(Callback callback, int value);    // after it
int guest_call_rounding_up(Callback callback, int value);  // was the mode kept? adds 1000

// traps.c

int guest_trap(void);           // SIGTRAP
int guest_illegal(void);        // SIGILL
int guest_crash_if(int crash);  // 1: writes through null; else returns 7
double guest_crash_double(void);
Pair guest_crash_pair(void);
Doubles4 guest_crash_doubles4(double a, double b, double c, double d);
Large guest_crash_large(int64_t a);
int guest_block_signals(int crash);  // blocks SIGABRT, then as guest_crash_if
int guest_block_all_but_segv(int crash);
int guest_round_up(int crash);       // leaves the rounding mode "up"
int guest_flush_to_zero(int crash);  // leaves denormals switched off

// registers_<machine>.S: garbage in every callee-saved register

int guest_clobber(int crash);        // 1: writes through null; else returns 42
int guest_lose_stack(int argument);  // garbage in the stack pointer, then uses it
int guest_crash_untold(void);        // in code without a table for unwinders, as the PLT may be

// exceptions.cc

int guest_throw(int which);
int guest_throw_through_destructor(int which);
int guest_destroyed(void);  // how many destructors ran
int guest_terminate(int which);
int guest_throw_rounding_up(int which);
void guest_exit_thread(void);

// endless.c

int guest_spin(void);
int guest_call_and_spin(Callback callback, int value);
int guest_sleep(void);
int guest_measure_forever(void);
int guest_allocate_forever(void);
int guest_lock_twice(void);
int guest_visit(int throws);
int guest_spin_a_while(void);  // 300 ms
int guest_unfinished(void);    // how many of these have begun, and not come to their end

// loading.c

// Loads the plugin, whose constructor, so many frames further up, calls `act`; unloads it. 1, or
// -1.
int guest_load(const char *path, int (*act)(void), int frames);
void guest_plugin_begins(void);

// plugin.c

int plugin_crash(int crash);  // guest_crash_if(crash) + 1

// neighbour.cc

int neighbour_work(int throws);  // 200 ms
int neighbour_finished(void);    // how often it came to its end

// testing/guests/crimes

int null_read(void), null_write(void), read_only_write(void), bus_error(void), call_null(void),
    wild_jump(void), abort_call(void), assert_fail(void), stack_overflow_small(void),
    stack_overflow_large(void), stack_smash(void), stack_smash_protected(void),
    double_free_small(void), double_free_large(void), free_invalid(void), raise_segv(void),
    raise_bus(void), raise_fpe(void), raise_ill(void), raise_abrt(void), raise_trap(void),
    raise_sys(void);

#ifdef __cplusplus
}
#endif
