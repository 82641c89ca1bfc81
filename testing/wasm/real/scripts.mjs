// Scripts for QuickJS, each a kind of work for some 5 to 50 ms of it, and what they evaluate to.

/** @type {import("./scripts.d.mts").scripts} */
export const scripts = Object.freeze([
  script(
    "fib",
    "calls itself",
    "(function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); })(20)",
    "6765",
  ),
  script(
    "sum",
    "adds up in a loop",
    "(() => { let sum = 0; for (let i = 0; i < 100000; i++) sum += i; return sum; })()",
    "4999950000",
  ),
  script(
    "sort",
    "sorts with a function that compares",
    `(() => {
      let state = 1;
      const next = () => (state = (state * 16807) % 2147483647);
      const numbers = Array.from({ length: 3000 }, next).sort((a, b) => a - b);
      return numbers.every((n, i) => i === 0 || numbers[i - 1] <= n) && numbers.length;
    })()`,
    "3000",
  ),
  script(
    "json",
    "parses and writes JSON",
    `(() => {
      const records = Array.from({ length: 300 }, (_, id) => ({ id, tags: ["a", "b"], on: true }));
      const text = JSON.stringify(records);
      return JSON.stringify(JSON.parse(text)) === text && text.length;
    })()`,
    "11291",
  ),
  script(
    "texts",
    "splits, joins and searches texts",
    `(() => {
      const words = Array.from({ length: 2000 }, (_, i) => "word" + (i % 100));
      const counts = {};
      for (const word of words.join(" ").split(" ")) counts[word] = (counts[word] ?? 0) + 1;
      return Object.keys(counts).length + counts.word42;
    })()`,
    "120",
  ),
  script(
    "regexp",
    "matches regular expressions",
    `(() => {
      const text = "alpha=1; beta=22; gamma=333; ".repeat(200);
      return [...text.matchAll(/(\\w+)=(\\d+);/g)].reduce((sum, m) => sum + Number(m[2]), 0);
    })()`,
    "71200",
  ),
  script(
    "classes",
    "makes objects and calls their methods",
    `(() => {
      class Shape { constructor(side) { this.side = side; } area() { return 0; } }
      class Square extends Shape { area() { return this.side ** 2; } }
      const shapes = Array.from({ length: 3000 }, (_, i) => (i % 2 ? new Square(i) : new Shape(i)));
      return shapes.reduce((sum, shape) => sum + shape.area(), 0);
    })()`,
    "4499999500",
  ),
  script(
    "maps",
    "fills maps, sets and typed arrays",
    `(() => {
      const map = new Map();
      for (let i = 0; i < 5000; i++) map.set("key" + (i % 500), i);
      const bytes = new Uint8Array(5000).map((_, i) => i);
      return map.size + new Set(bytes).size + map.get("key7");
    })()`,
    "5263",
  ),
]);

function script(name, title, code, value) {
  return Object.freeze({ name, title, code, value });
}
