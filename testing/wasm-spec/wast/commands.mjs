// A script of the suite as commands, in the form that wabt's wast2json gives them. Their modules are still to assemble.

import { constantOf } from "./literals.mjs";
import { moduleOf } from "./modules.mjs";
import { readExpressions } from "./s-expressions.mjs";
import { textOfString } from "./strings.mjs";

/** @typedef {{ wat?: string, bytes?: Uint8Array }} Source  of a module: its text, or itself */

/** @returns {{ type: string, line: number, source?: Source }[]} */
export function commandsOf(text) {
  const nodes = readExpressions(text);
  const lineOf = lineCounter(text);
  // a script may be the fields of one module, without (module …) around them
  if (nodes.length > 0 && !(headOf(nodes[0]) in COMMANDS)) {
    return [{ type: "module", line: lineOf(nodes[0].at), source: { wat: `(module ${text})` } }];
  }
  return nodes.map((node) => ({ line: lineOf(node.at), ...commandOf(node, text) }));
}

function commandOf(node, text) {
  const head = headOf(node);
  const read = COMMANDS[head];
  if (read === undefined) return { type: head };
  return { type: head, ...read(node.list.slice(1), { node, text }) };
}

const COMMANDS = {
  module: (_, { node, text }) => moduleCommand(node, text),
  register: ([as, name]) => ({ as: textOfString(as.string), ...named(name) }),
  invoke: (_, { node }) => ({ type: "action", action: actionOf(node) }),
  get: (_, { node }) => ({ type: "action", action: actionOf(node) }),
  assert_return: ([action, ...expected]) => ({
    action: actionOf(action),
    expected: expected.map(constantOf),
  }),
  assert_trap: ([what, message], { text }) =>
    headOf(what) === "module"
      ? { type: "assert_uninstantiable", ...refusal([what, message], text) }
      : { action: actionOf(what), text: textOfString(message.string) },
  assert_exhaustion: ([action]) => ({ action: actionOf(action) }),
  assert_exception: ([action]) => ({ action: actionOf(action) }),
  assert_invalid: (rest, { text }) => refusal(rest, text),
  assert_malformed: (rest, { text }) => refusal(rest, text),
  assert_unlinkable: (rest, { text }) => refusal(rest, text),
  assert_invalid_custom: () => ({}),
  assert_malformed_custom: () => ({}),
  thread: () => ({}),
  wait: () => ({}),
};

function moduleCommand(node, text) {
  const { form, name, of, source } = moduleOf(node, text);
  if (form === "instance")
    return { type: "module_instance", ...named(name, "instance"), ...named(of, "module") };
  return { type: form === "definition" ? "module_definition" : "module", ...named(name), source };
}

/** Text that is no text is not for V8 to refuse: V8 reads the binary format only. */
function refusal([module, message], text) {
  const { source, quoted } = moduleOf(module, text);
  const about = { text: textOfString(message.string) };
  return quoted ? { ...about, module_type: "text" } : { ...about, source };
}

function actionOf({ list: [head, ...rest] }) {
  const [first] = rest;
  const module = first.atom?.startsWith("$") ? rest.shift() : undefined;
  const [field, ...args] = rest;
  return {
    type: head.atom,
    ...named(module, "module"),
    field: textOfString(field.string),
    args: args.map(constantOf),
  };
}

const headOf = (node) => node.list?.[0]?.atom;
const named = (node, as = "name") => (node === undefined ? {} : { [as]: node.atom });

/** @returns (offset) => the line it is in, for offsets that do not fall */
function lineCounter(text) {
  let line = 1;
  let counted = 0;
  return (offset) => {
    for (; counted < offset; counted++) if (text[counted] === "\n") line++;
    return line;
  };
}
