/**
 * C types as data, to make in the helper what was declared in the host: what koffi tells of a type, and as much of it
 * as it takes to make the type again.
 */

/** A text is the name of a type that koffi has by itself. */
export type TypeSpec = string | BuiltType;

export type BuiltType =
  | { readonly kind: "pointer"; readonly to: TypeSpec }
  | {
      readonly kind: "array";
      readonly of: TypeSpec;
      readonly length: number;
      /** What its values are in JavaScript. */
      readonly hint: "Array" | "Typed" | "String";
    }
  | {
      readonly kind: "struct" | "union";
      readonly name: string;
      readonly size: number;
      readonly alignment: number;
      readonly members: readonly MemberSpec[];
    }
  | { readonly kind: "opaque"; readonly name: string }
  /** Its values are names for the program's author: koffi passes numbers. */
  | { readonly kind: "enum"; readonly name: string; readonly of: string }
  | {
      /** A pointer to a function of the host. */
      readonly kind: "callback";
      readonly name: string;
      readonly result: TypeSpec;
      readonly parameters: readonly ParameterSpec[];
    }
  /** Text that koffi frees with the C library's `free` when it has read it. */
  | { readonly kind: "disposable"; readonly of: string }
  /** A type that is being described: a struct that points to its own kind. */
  | { readonly kind: "again"; readonly name: string };

export interface MemberSpec {
  readonly name: string;
  readonly type: TypeSpec;
  /** Bytes from the start. */
  readonly offset: number;
}

export interface ParameterSpec {
  readonly type: TypeSpec;
  readonly direction: "Input" | "Output" | "Input/Output";
}

/** Types by the words that a declaration calls them by. */
export type NamedTypes = Readonly<Record<string, TypeSpec>>;

/** A declaration as koffi's `func` takes it: types are words of `types`, or specs where they were given as objects. */
export interface DeclarationSpec {
  readonly words: readonly (string | TypeSpec | readonly (string | ParameterSpec)[])[];
  readonly types: NamedTypes;
}
