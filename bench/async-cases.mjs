const ADD = "int add(int a, int b)";
const CHARS = "int count_chars(const char *text)";

/** The calls that the benchmark `async` measures; `atMost` is the goal for the ratio. */
export const cases = [
  { name: "add, one after the other", prototype: ADD, args: [1, 7], atOnce: 1, atMost: 1.05 },
  { name: "add, 100 at once", prototype: ADD, args: [1, 7], atOnce: 100, atMost: 1.05 },
  { name: "text, one after the other", prototype: CHARS, args: ["12345"], atOnce: 1, atMost: 1.05 },
  { name: "text, 100 at once", prototype: CHARS, args: ["12345"], atOnce: 100, atMost: 1.05 },
];
