/** What a component imports: a name of an interface, or a function of its world's own. */
export interface Need {
  /** As `imports` has it: "wasi:cli/stdin", "note". */
  readonly from: string;
  /** Function or class of the interface; undefined: what is imported is itself a function. */
  readonly name: string | undefined;
}

/** `const { exit, Error: Error$1 } = imports['wasi:cli/exit'];` */
const INTERFACE = /^ *const \{ ([^}]*) \} = imports(?:\.(\w+)|\['([^']+)'\]);$/;
/** `const note = imports.note.default;` */
const FUNCTION = /^ *const [\w$]+ = imports(?:\.(\w+)|\['([^']+)'\])\.default;$/;

/** What the glue takes of its imports, one row for each. */
export function needsOf(glue: string): readonly Need[] {
  return glue.split("\n").flatMap((line): readonly Need[] => {
    const [, list, ...from] = INTERFACE.exec(line) ?? [];
    if (list !== undefined) return namesIn(list).map((name) => ({ from: either(from), name }));
    const [matched, ...function_] = FUNCTION.exec(line) ?? [];
    return matched === undefined ? [] : [{ from: either(function_), name: undefined }];
  });
}

function namesIn(list: string): readonly string[] {
  return list.split(", ").map((each) => each.replace(/:.*/, ""));
}

function either([plain, quoted]: readonly (string | undefined)[]): string {
  return plain ?? quoted ?? "";
}
