/** C types as data, to declare in the helper what was declared in the host. Types name each other. */

export interface Member {
  readonly name: string;
  readonly type: string;
  /** Bytes; 0: as its type wants it. */
  readonly align: number;
}

interface Composite<K> {
  readonly kind: K;
  readonly name: string;
  readonly members: readonly Member[];
}

export type TypeDeclaration =
  | Composite<"struct">
  /** A struct without padding. */
  | Composite<"pack">
  | Composite<"union">
  | {
      readonly kind: "proto";
      readonly name: string;
      /** Empty: the platform's own. */
      readonly convention: string;
      readonly result: string;
      /** With their directions: "_Out_ int *"; "..." at the end of a variadic one. */
      readonly parameters: readonly string[];
    }
  | { readonly kind: "opaque"; readonly name: string }
  | { readonly kind: "alias"; readonly name: string; readonly type: string }
  | {
      readonly kind: "disposable";
      readonly name: string;
      readonly type: string;
      /** The function that frees it; 0: the C library's. */
      readonly free: number;
    };
