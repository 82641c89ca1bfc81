// Reads the S-expressions of a script. Where each begins and ends is kept: modules are handed on as they are written.

/** @typedef {{ at: number, end: number, list?: Node[], atom?: string, string?: string }} Node
 *    `string` is what is between the quotes, escapes and all. */

// in their order: a block comment is longer than "(", an annotation's name is an atom
const TOKEN = /;;[^\n]*|\(;|\(|\)|"((?:[^"\\]|\\.)*)"|[^\s()";]+(?:"(?:[^"\\]|\\.)*")?|;/gs;

/** @returns {Node[]} */
export function readExpressions(text) {
  const root = [];
  const open = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token, string] = match;
    const [at, end] = [match.index, TOKEN.lastIndex];
    const into = open.at(-1)?.list ?? root;
    if (token.startsWith(";;")) continue;
    if (token === "(;") TOKEN.lastIndex = endOfComment(text, end);
    else if (token === "(") {
      const node = { at, end, list: [] };
      into.push(node);
      open.push(node);
    } else if (token === ")") close(open, end, root);
    else into.push(string === undefined ? { at, end, atom: token } : { at, end, string });
  }
  if (open.length > 0) throw new SyntaxError(`nothing closes the parenthesis at ${open.at(-1).at}`);
  return root;
}

/** Annotations may stand anywhere, and say nothing to who reads a script. */
function close(open, end, root) {
  const node = open.pop();
  if (node === undefined) throw new SyntaxError(`nothing opens the parenthesis at ${end - 1}`);
  node.end = end;
  if (node.list[0]?.atom?.startsWith("@")) (open.at(-1)?.list ?? root).pop();
}

/** They nest. */
function endOfComment(text, begin) {
  const marks = /\(;|;\)/g;
  marks.lastIndex = begin;
  for (let depth = 1; depth > 0; ) {
    const mark = marks.exec(text);
    if (mark === null) throw new SyntaxError(`nothing closes the comment at ${begin}`);
    depth += mark[0] === "(;" ? 1 : -1;
  }
  return marks.lastIndex;
}
