/** TOML at random, as a text and as what it means. */
import fc from "fast-check";

/** What is behind `=`: each kind of literal, in each of its spellings. */
const integer = fc.oneof(
  fc.integer().map(String),
  fc.integer({ min: 0 }).map((value) => `+${value}`),
  fc.integer({ min: 1000, max: 9999 }).map((value) => String(value).replace(/^./, "$&_")),
  fc.integer({ min: 0 }).map((value) => `0x${value.toString(16)}`),
  fc.integer({ min: 0 }).map((value) => `0o${value.toString(8)}`),
  fc.integer({ min: 0 }).map((value) => `0b${value.toString(2)}`),
);
const float = fc.oneof(
  fc.constantFrom("1.5", "-0.0", "6.626e-34", "5e+22", "inf", "-inf", "9_224.5"),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value.toExponential()),
);
const date = fc.constantFrom("1979-05-27", "1979-05-27T07:32:00Z", "07:32:00.5");
/** Without what is no character at all. */
const unicode = fc.string({ unit: "binary", maxLength: 12 });
const basic = unicode.map((text) => JSON.stringify(text).replaceAll("\u007f", "\\u007f"));
const literal = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .filter((text) => !/['\p{Cc}]/u.test(text))
  .map((text) => `'${text}'`);
const multiline = fc.constantFrom(
  '"""a\nb\\u00e9"""',
  '"""\n  a \\\n   b"""',
  "'''a\n\"b\\'''",
  '"""""q"""""',
);
const text = fc.oneof(basic, literal, multiline);
const scalar = fc.oneof(integer, float, date, text, fc.constantFrom("true", "false"));

const space = fc.constantFrom("", " ", "  ", "\t");
const lines = fc.constantFrom("", " ", "\n", "\n  ", " # é\n");
const { value } = fc.letrec<{ value: string; inline: string; array: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalar, tie("array"), tie("inline")),
  array: fc
    .tuple(fc.array(tie("value"), { maxLength: 3 }), lines)
    .map(([values, gap]) => `[${gap}${values.map((each) => `${each}${gap},`).join(gap)}${gap}]`),
  inline: fc
    .tuple(fc.dictionary(fc.constantFrom("a", "b", '"c.d"', "e.f", "'g h'"), tie("value")), space)
    .map(([pairs, gap]) => {
      const each = Object.entries(pairs).map(([key, value]) => `${key}${gap}=${gap}${value}`);
      return `{${gap}${each.join(`${gap},${gap}`)}${gap}}`;
    }),
}));
const tables = fc.uniqueArray(
  fc.constantFrom(
    "[x]",
    "[x.y]",
    '[ x . "y z" ]',
    "[[list]]",
    "[[x.list]]",
    "['é']",
    "[deep.er.est]",
  ),
  { maxLength: 5 },
);
const pairs = fc.dictionary(fc.constantFrom("p", "q", '"r s"', "t.u", "t.v", "-", "1"), value, {
  maxKeys: 4,
});

/** A document that a parser has to take, most of the time: a few define something twice. */
export const tomlText: fc.Arbitrary<string> = fc
  .tuple(pairs, fc.array(fc.tuple(tables, pairs, space), { maxLength: 4 }), fc.boolean())
  .map(([top, sections, isWindows]) => {
    const body = sections.flatMap(([headers, each, gap]) =>
      headers.map((header) => `${gap}${header}\n${pairsText(each)}`),
    );
    const document = `${pairsText(top)}${body.join("\n")}`;
    return isWindows ? document.replace(/\r?\n/g, "\r\n") : document;
  });

function pairsText(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key} = ${value} # ${key}\n`)
    .join("");
}
