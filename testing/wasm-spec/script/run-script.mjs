// Runs the commands of one script of the suite, in the form that wabt's wast2json gives them.

import * as identity from "../transforms/identity.mjs";
import { createInstances, NotCompiled } from "./instances.mjs";
import { matches } from "./matches.mjs";
import { isTrapText } from "./traps.mjs";
import { detailOf, fail, NoVerdict, pass, thrownText, unsupported, verdictOf } from "./verdict.mjs";

/** @yields {{ line: number, type: string, result: string, detail?: string }} one for each command, in their order */
export function* runScript(commands, { read, transform = identity }) {
  const instances = createInstances(transform);
  for (const command of commands) {
    const { type, line } = command;
    const judge = COMMANDS[type] ?? (() => unsupported(`the command ${type}`));
    yield { line, type, ...verdictOf(() => judge(command, instances, read)) };
  }
}

const COMMANDS = {
  module(command, instances, read) {
    const { name } = command;
    instances.use(name, undefined);
    const definition = instances.compile(bytesOf(command, read));
    instances.define(name, definition);
    instances.use(name, instances.instantiate(definition));
    return pass();
  },

  module_definition(command, instances, read) {
    const { name } = command;
    instances.define(name, undefined);
    instances.define(name, instances.compile(bytesOf(command, read)));
    return pass();
  },

  module_instance({ instance, module }, instances) {
    instances.use(instance, undefined);
    instances.use(instance, instances.instantiate(instances.definition(module)));
    return pass();
  },

  register({ as, name }, instances) {
    instances.register(as, name);
    return pass();
  },

  action({ action }, instances) {
    instances.perform(action);
    return pass();
  },

  assert_return({ action, expected }, instances) {
    const actual = instances.perform(action, expected);
    const right =
      actual.length === expected.length && actual.every((one, n) => matches(expected[n], one));
    return right ? pass() : fail(`returned ${shown(actual)}`, `not ${JSON.stringify(expected)}`);
  },

  assert_trap: ({ action, text }, instances) =>
    judgeThrown(
      () => instances.perform(action),
      (error) => isTrap(error, text),
    ),

  assert_exhaustion: ({ action }, instances) =>
    judgeThrown(
      () => instances.perform(action),
      (error) => error instanceof RangeError,
    ),

  assert_exception: ({ action }, instances) =>
    judgeThrown(
      () => instances.perform(action),
      (error) => error instanceof WebAssembly.Exception,
    ),

  assert_uninstantiable: (command, instances, read) =>
    judgeThrown(
      () => instances.instantiate(instances.compile(bytesOf(command, read))),
      (error) => isTrap(error, command.text),
    ),

  assert_unlinkable: (command, instances, read) =>
    judgeThrown(
      () => instances.instantiate(instances.compile(bytesOf(command, read))),
      // a TypeError: there is nothing of that name
      (error) => error instanceof WebAssembly.LinkError || error instanceof TypeError,
    ),

  assert_invalid: judgeCompiled,
  assert_malformed: judgeCompiled,
};

function bytesOf({ filename, unassembled }, read) {
  if (unassembled === undefined) return read(filename);
  throw new NoVerdict(unsupported(`no assembler takes it (${unassembled})`));
}

function judgeCompiled(command, instances, read) {
  if (command.module_type === "text") return unsupported("it is about the text format");
  const bytes = bytesOf(command, read);
  try {
    instances.compile(bytes);
  } catch (error) {
    if (error instanceof NotCompiled) return pass();
    throw error;
  }
  return fail("it was compiled");
}

const isTrap = (error, text) =>
  error instanceof WebAssembly.RuntimeError && isTrapText(text, error.message);

/** What was thrown is part of the verdict: another trap is another behaviour. */
function judgeThrown(perform, isExpected) {
  try {
    perform();
  } catch (error) {
    if (isExpected(error)) return pass(thrownText(error));
    if (error instanceof NoVerdict) throw error;
    return fail(`threw ${thrownText(error)}`, detailOf(error));
  }
  return fail("nothing was thrown");
}

const shown = (values) =>
  `[${values.map((value) => (typeof value === "bigint" ? `0x${value.toString(16)}` : describe(value)))}]`;
const describe = (value) => (value === null ? "null" : typeof value);
