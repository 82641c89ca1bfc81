// A guest that divides an integer by zero.

static volatile int none = 0;

int divide_by_zero_inner(int amount, int parts) { return amount / parts; }

int divide_by_zero(void) { return divide_by_zero_inner(100, none); }
