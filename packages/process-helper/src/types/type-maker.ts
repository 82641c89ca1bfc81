/** Types in the helper, made as the host described them. */
import { fail } from "@cofferdam/core";
import { koffi } from "@cofferdam/ffi";
import type { TypeObject } from "@cofferdam/ffi/declaration";
import type {
  BuiltType,
  DeclarationSpec,
  MemberSpec,
  NamedTypes,
  ParameterSpec,
  TypeSpec,
} from "./type-spec.js";

type Composite = Extract<BuiltType, { kind: "struct" | "union" }>;
type Callback = Extract<BuiltType, { kind: "callback" }>;

/** Makes each type once: koffi keeps what it was told of until it is reset. */
export class TypeMaker {
  readonly #made = new Map<string, TypeObject>();
  readonly #opaques = new Map<string, TypeObject>();
  /** Composites that are being made, by name: some point to their own kind. */
  readonly #unfinished = new Map<string, TypeObject>();

  /** Gives words the meaning that they have in the host. */
  learn(types: NamedTypes): void {
    for (const [word, spec] of Object.entries(types)) {
      if (!isKnown(word)) alias(word, this.make(spec));
    }
  }

  /** What koffi's `func` takes. */
  declaration({ words, types }: DeclarationSpec): readonly unknown[] {
    this.learn(types);
    return words.map((word) =>
      Array.isArray(word) ? word.map((one) => this.#parameter(one)) : this.#word(word as TypeSpec),
    );
  }

  make(spec: TypeSpec): TypeObject {
    if (typeof spec === "string") return koffi.type(spec);
    if (spec.kind === "again") return this.#unfinished.get(spec.name) as TypeObject;
    const key = JSON.stringify(spec);
    const type = this.#made.get(key) ?? this.#new(spec);
    this.#made.set(key, type);
    return type;
  }

  #word(word: TypeSpec): unknown {
    return typeof word === "string" ? word : this.make(word);
  }

  #parameter(parameter: string | ParameterSpec): unknown {
    return typeof parameter === "string" ? parameter : this.#directed(parameter);
  }

  #directed({ type, direction }: ParameterSpec): unknown {
    const mark = { Input: undefined, Output: koffi.out, "Input/Output": koffi.inout }[direction];
    return mark ? mark(this.make(type)) : this.make(type);
  }

  #new(spec: Exclude<BuiltType, { kind: "again" }>): TypeObject {
    switch (spec.kind) {
      case "pointer":
        return koffi.pointer(this.make(spec.to));
      case "array":
        return koffi.array(this.make(spec.of), spec.length, spec.hint);
      case "opaque":
        return this.#opaque(spec.name);
      case "enum":
        return isAnonymous(spec.name)
          ? koffi.type(spec.of)
          : koffi.enumeration(spec.name, {}, spec.of);
      case "callback":
        return koffi.pointer(this.#prototype(spec));
      case "disposable":
        return koffi.type(`${spec.of}!`);
      default:
        return this.#composite(spec);
    }
  }

  /** To koffi, what was made a composite later is still opaque behind pointers from before: it is one type. */
  #opaque(name: string): TypeObject {
    const opaque =
      this.#opaques.get(name) ?? (isAnonymous(name) ? koffi.opaque() : koffi.opaque(name));
    this.#opaques.set(name, opaque);
    return opaque;
  }

  #prototype({ name, result, parameters }: Callback): TypeObject {
    const types = parameters.map((one) => this.#directed(one) as TypeObject);
    const type = this.make(result);
    return isAnonymous(name) ? koffi.proto(type, types) : koffi.proto(name, type, types);
  }

  #composite(spec: Composite): TypeObject {
    const { name } = spec;
    const opaque = this.#opaque(name);
    this.#unfinished.set(name, opaque);
    const members = spec.members.map((member) => [member, this.make(member.type)] as const);
    this.#unfinished.delete(name);
    const type = spec.kind === "union" ? union(opaque, members) : struct(opaque, spec, members);
    if (type.size === spec.size) return type;
    throw fail(
      "ERR_PROTOTYPE_UNSUPPORTED",
      `Cannot lay out ${name} as in the host: it has ${spec.size} bytes there, and ${type.size} here. ` +
        "Declare its padding as members.",
    );
  }
}

type Members = readonly (readonly [MemberSpec, TypeObject])[];

function union(opaque: TypeObject, members: Members): TypeObject {
  return koffi.union(opaque, Object.fromEntries(members.map(([{ name }, type]) => [name, type])));
}

/** Each member is aligned so that it comes to lie where it is in the host, and the first as the whole is. */
function struct(opaque: TypeObject, { alignment }: Composite, members: Members): TypeObject {
  const entries = members.map(([{ name, offset }, type], index) => {
    const align = index === 0 ? alignment : alignAt(offset, endOf(members, index));
    return [name, [align, type]];
  });
  return koffi.pack(opaque, Object.fromEntries(entries));
}

/** Where the member before this one ends. */
function endOf(members: Members, index: number): number {
  const before = members[index - 1];
  return before ? before[0].offset + before[1].size : 0;
}

/** The smallest alignment that leads from `end` to `offset`. */
function alignAt(offset: number, end: number): number {
  let align = 1;
  while (align <= offset && Math.ceil(end / align) * align !== offset) align *= 2;
  return align;
}

function alias(word: string, type: TypeObject): void {
  // of a composite or a prototype the name came with the type
  if (!isKnown(word)) koffi.alias(word, type);
}

function isKnown(word: string): boolean {
  return [word, `${word} *`].some((name) => {
    try {
      return koffi.type(name) !== undefined;
    } catch {
      return false;
    }
  });
}

function isAnonymous(name: string): boolean {
  return name.startsWith("<");
}
