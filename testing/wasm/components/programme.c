// A component that is a program: what honest/command.c does, by wasi:cli/run.

#include "../honest/command.c"
