import { libraryPath } from "@cofferdam/testing/guests/crimes.mjs";

const HONEST = libraryPath("honest");
const LIBC = "libc.so.6";

/** The calls that js-call measures; `atMost` is the goal for the ratio with signals and stack, `withDeadline` with one. */
export const cases = [
  {
    name: "add(int, int)",
    path: HONEST,
    prototype: "int add(int a, int b)",
    call: "f(i, 7)",
    atMost: 1.1,
    withDeadline: 1.12,
  },
  {
    name: "atoi",
    path: LIBC,
    prototype: "int atoi(const char *text)",
    call: 'f("12345")',
    atMost: 1.08,
  },
  { name: "strlen", path: LIBC, prototype: "size_t strlen(const char *text)", call: 'f("12345")' },
  {
    name: "10-int function",
    path: HONEST,
    prototype: "int many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j)",
    call: "f(i, 1, 2, 3, 4, 5, 6, 7, 8, 9)",
    atMost: 1.06,
  },
  {
    name: "add(double, double)",
    path: HONEST,
    prototype: "double dadd(double a, double b)",
    call: "f(i, 0.5)",
  },
  { name: "nop()", path: HONEST, prototype: "void nop()", call: "f()", atMost: 1.2 },
];
