/** Types of the host, as the helper is told of them. */
import { fail } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";
import type { TypeObject } from "@cofferdam/ffi/declaration";
import type { BuiltType, DeclarationSpec, NamedTypes, TypeSpec } from "./type-spec.js";

/** A type as koffi's functions take it: a name, or the type itself. */
type Type = string | TypeObject;

/** A type that was named, or given as an object, and what its words mean. @throws ERR_PROTOTYPE_UNSUPPORTED */
export function describeType(type: Type): { readonly type: TypeSpec; readonly types: NamedTypes } {
  if (typeof type === "string") return { type, types: describeWords([type]) };
  return { type: new Description().of(type), types: {} };
}

/**
 * A declaration, and what its words mean here. The words stay: layers in the helper read them too.
 *
 * @param args what koffi's `func` takes
 * @throws ERR_PROTOTYPE_UNSUPPORTED
 */
export function describeDeclaration(args: readonly unknown[]): DeclarationSpec {
  const words = args.map((word) => (Array.isArray(word) ? word.map(describeParameter) : of(word)));
  const texts = args.flat().filter((word) => typeof word === "string");
  return { words: words as DeclarationSpec["words"], types: describeWords(texts) };
}

function of(word: unknown): TypeSpec {
  return typeof word === "string" ? word : new Description().of(word as TypeObject);
}

/** Of koffi.out() and koffi.inout() koffi shows the type and the direction, as it does of a plain type. */
function describeParameter(word: unknown): unknown {
  if (typeof word === "string") return word;
  const [parameter] = parametersOf(koffi.proto("void", [word as TypeObject]));
  return (
    parameter && { type: new Description().of(parameter.type), direction: parameter.direction }
  );
}

interface DirectedType {
  readonly type: TypeObject;
  readonly direction: "Input" | "Output" | "Input/Output";
}

/** Other than its declarations say, koffi wraps parameters in { type, direction }. */
function parametersOf(type: TypeObject): readonly DirectedType[] {
  return (koffi.pointer(type) as unknown as CallbackType).proto.arguments;
}

/** What the words of declarations mean that are not koffi's own names. */
function describeWords(texts: readonly string[]): NamedTypes {
  const types: Record<string, TypeSpec> = {};
  for (const text of texts) {
    for (const word of text.match(/[A-Za-z_]\w*/g) ?? []) {
      const type = named(word);
      const spec = type && new Description().of(type);
      if (spec !== undefined && spec !== word) types[word] = spec;
    }
  }
  return types;
}

/** Undefined for a word that is no type: the name of a function or of a parameter. */
function named(word: string): TypeObject | undefined {
  try {
    return koffi.type(word);
  } catch {
    return prototypeNamed(word);
  }
}

/** koffi knows a prototype's name only behind a star. */
function prototypeNamed(word: string): TypeObject | undefined {
  try {
    return koffi.type(`${word} *`);
  } catch {
    return undefined;
  }
}

type ArrayHint = Extract<BuiltType, { kind: "array" }>["hint"];

/** Walks one type. */
class Description {
  /** Names of the composites that it is in. */
  readonly #inside = new Set<string>();

  of(type: TypeObject): TypeSpec {
    const { name, primitive } = type;
    if (type.disposable) return disposable(type);
    if (type.values) return { kind: "enum", name, of: integers[primitive] ?? name };
    switch (primitive) {
      case "Void":
        return name === "void" ? name : { kind: "opaque", name };
      case "Pointer":
        return { kind: "pointer", to: this.of(type.ref as TypeObject) };
      case "Array":
        return this.#array(type);
      case "Record":
        return this.#composite("struct", type);
      case "Union":
        return this.#composite("union", type);
      case "Callback":
      case "Prototype":
        return this.#callback(type);
      default:
        return name;
    }
  }

  #array(type: TypeObject): BuiltType {
    const { ref, length, hint } = type as TypeObject & { length: number; hint: ArrayHint };
    return { kind: "array", of: this.of(ref as TypeObject), length, hint };
  }

  #composite(kind: "struct" | "union", type: TypeObject): BuiltType {
    const { name, size, alignment, members = {} } = type;
    if (this.#inside.has(name)) return { kind: "again", name };
    this.#inside.add(name);
    const described = Object.values(members).map((member) => ({
      name: member.name,
      type: this.of(member.type),
      offset: member.offset,
    }));
    this.#inside.delete(name);
    return { kind, name, size, alignment, members: described };
  }

  #callback(type: TypeObject): BuiltType {
    const { name, result, arguments: parameters } = (type as unknown as CallbackType).proto;
    return {
      kind: "callback",
      name,
      result: this.of(result),
      parameters: parameters.map((one) => ({ type: this.of(one.type), direction: one.direction })),
    };
  }
}

/** What enumerations are made of. */
const integers: Readonly<Record<string, string>> = {
  Int8: "int8_t",
  UInt8: "uint8_t",
  Int16: "int16_t",
  UInt16: "uint16_t",
  Int32: "int32_t",
  UInt32: "uint32_t",
  Int64: "int64_t",
  UInt64: "uint64_t",
};

interface CallbackType {
  readonly proto: {
    readonly name: string;
    readonly result: TypeObject;
    readonly arguments: readonly DirectedType[];
  };
}

/** koffi does not tell which function frees a value; but the types that it makes of these words it makes once. */
function disposable(type: TypeObject): BuiltType {
  const { name } = type;
  const of = freedByC.find((word) => koffi.type(`${word}!`) === type);
  if (of !== undefined) return { kind: "disposable", of };
  throw fail(
    "ERR_PROTOTYPE_UNSUPPORTED",
    `Cannot take the type ${name} to another process: a function of this one frees its values. ` +
      'Write "char *!" for text that the C library\'s `free` frees, or free it by a call of its own.',
  );
}

const freedByC = [
  ...["str", "char *", "const char *", "string"],
  ...["str16", "char16_t *", "const char16_t *", "string16"],
  ...["str32", "char32_t *", "const char32_t *", "string32"],
];
