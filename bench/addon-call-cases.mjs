/** The calls that addon-call measures; `atMost` is the goal for the ratio with all layers. */
export const addonCases = [
  { name: "add", title: "add(int, int): 4 calls of Node-API", call: "f(i, 7)", atMost: 1.35 },
  { name: "length", title: "length(text): 3 calls of Node-API", call: 'f("12345")' },
  { name: "nop", title: "nop(): none", call: "f()" },
];
