const types: Readonly<Record<string, string>> = {
  i: "i32",
  I: "i64",
  f: "f32",
  F: "f64",
  v: "v128",
  r: "ref",
};

/** "ii:I", as metering/module/signature.ts writes it, as "(i32, i32) -> i64". */
export function signatureText(signature: string): string {
  const [parameters = "", results = ""] = signature
    .split(":")
    .map((text) => [...text].map((letter) => types[letter]).join(", "));
  return `(${parameters}) -> ${results || "nothing"}`;
}
