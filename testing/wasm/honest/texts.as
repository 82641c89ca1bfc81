// A guest in AssemblyScript: strings, arrays, maps and a garbage collector of its own.

/** How many different words there are in a text of `count` words, times the length of the longest. */
export function run(count: i32): i32 {
  const words = new Array<string>();
  for (let i = 0; i < count; i++) words.push("word" + (i * i % 97).toString());
  const text = words.join(" ");
  const counts = new Map<string, i32>();
  let longest = 0;
  const found = text.split(" ");
  for (let i = 0; i < found.length; i++) {
    const word = found[i];
    counts.set(word, counts.has(word) ? counts.get(word) + 1 : 1);
    longest = max(longest, word.length);
  }
  return counts.size * longest;
}

class Node {
  constructor(
    public value: i32,
    public next: Node | null,
  ) {}
}

/** Makes `rounds` lists of a thousand nodes, and drops each: more than the memory would hold without collection. */
export function churn(rounds: i32): i32 {
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    let list: Node | null = null;
    for (let i = 0; i < 1000; i++) list = new Node(i, list);
    let node: Node | null = list;
    while (node !== null) {
      sum += node.value;
      node = node.next;
    }
  }
  return sum;
}

/** A string of its own memory; the host finds its UTF-16 length in bytes four bytes before it. */
export function greet(times: i32): string {
  return "Grüße! ".repeat(times).trim();
}
