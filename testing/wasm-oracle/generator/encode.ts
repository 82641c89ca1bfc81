/** A shape and the bodies of its functions, as a module. Everything that can be seen from outside is exported. */
import type { GlobalShape, SegmentShape, Shape } from "./shape.ts";
import { storable } from "./shape.ts";
import { VALUE_CODES } from "./value-codes.ts";
import { Writer } from "./writer.ts";

export function encode(shape: Shape, bodies: readonly number[][]): Uint8Array {
  const writer = new Writer().byte(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  writeTypes(writer, shape);
  writeImports(writer, shape);
  const own = shape.functions.slice(shape.imported);
  writer.section(3, (section) => section.vector(own, ({ type }) => section.u32(type)));
  writeStores(writer, shape);
  writeExports(writer, shape);
  if (shape.start) writer.section(8, (section) => section.u32(shape.functions.length - 1));
  writeElements(writer, shape);
  if (shape.data.length > 0) writer.section(12, (section) => section.u32(shape.data.length));
  writer.section(10, (section) => section.vector(bodies, (body) => section.blob(body)));
  writeData(writer, shape);
  return Uint8Array.from(writer.bytes);
}

function writeTypes(writer: Writer, { types }: Shape): void {
  writer.section(1, (section) => {
    section.vector(types, ({ params, results }) => {
      section.byte(0x60);
      section.vector(params, (type) => section.byte(VALUE_CODES[type]));
      section.vector(results, (type) => section.byte(VALUE_CODES[type]));
    });
  });
}

function writeImports(writer: Writer, { functions, imported }: Shape): void {
  writer.section(2, (section) => {
    section.vector([...functions.slice(0, imported).entries()], ([i, { type }]) => {
      section.name("env").name(`f${i}`).byte(0).u32(type);
    });
  });
}

/** Tables, memories, tags, globals. */
function writeStores(writer: Writer, { tables, memories, tags, globals }: Shape): void {
  writer.section(4, (section) => {
    section.vector(tables, ({ element, initial, maximum }) => {
      section.byte(VALUE_CODES[element], 1).u32(initial).u32(maximum);
    });
  });
  writer.section(5, (section) => {
    section.vector(memories, ({ initial, maximum, wide }) => {
      section
        .byte(wide ? 5 : 1)
        .u32(initial)
        .u32(maximum);
    });
  });
  if (tags.length > 0) {
    writer.section(13, (section) => section.vector(tags, (type) => section.byte(0).u32(type)));
  }
  writer.section(6, (section) => {
    section.vector(globals, (global) => writeGlobal(section, global));
  });
}

function writeGlobal(section: Writer, { type, mutable, value }: GlobalShape): void {
  section.byte(VALUE_CODES[type], mutable ? 1 : 0);
  if (type === "i32") section.byte(0x41).s64(BigInt(value));
  else if (type === "i64") section.byte(0x42).s64(BigInt(value));
  else if (type === "f32") section.byte(0x43).f32(value);
  else section.byte(0x44).f64(value);
  section.byte(0x0b);
}

function writeExports(writer: Writer, shape: Shape): void {
  const own = shape.functions.slice(shape.imported).map((_, i) => i + shape.imported);
  const all = [
    ...own.map((index) => [`f${index}`, 0, index] as const),
    ...shape.tables.map((_, i) => [`table${i}`, 1, i] as const),
    ...shape.memories.map((_, i) => [`memory${i}`, 2, i] as const),
    ...shape.globals.map((_, i) => [`global${i}`, 3, i] as const),
    ...shape.tags.map((_, i) => [`tag${i}`, 4, i] as const),
  ];
  writer.section(7, (section) => {
    section.vector(all, ([name, kind, index]) => section.name(name).byte(kind).u32(index));
  });
}

/** The first bytes of a segment: passive, or active at an offset. */
function writePlace(section: Writer, { passive, offset }: SegmentShape, wide: boolean): void {
  section.byte(passive ? 1 : 0);
  if (!passive)
    section
      .byte(wide ? 0x42 : 0x41)
      .s64(BigInt(offset))
      .byte(0x0b);
}

/** Functions in turn. One more segment declares those that ref.func names. */
function writeElements(writer: Writer, shape: Shape): void {
  const candidates = storable(shape);
  if (shape.elements.length === 0) return;
  writer.section(9, (section) => {
    section.u32(shape.elements.length + 1);
    for (const element of shape.elements) {
      writePlace(section, element, false);
      if (element.passive) section.byte(0);
      section.u32(element.length);
      for (let i = 0; i < element.length; i++) {
        section.u32(candidates[(element.offset + i) % candidates.length] as number);
      }
    }
    section.byte(3, 0).vector(candidates, (index) => section.u32(index));
  });
}

function writeData(writer: Writer, { data, memories }: Shape): void {
  if (data.length === 0) return;
  writer.section(11, (section) => {
    section.vector(data, (segment) => {
      writePlace(section, segment, memories[0]?.wide ?? false);
      section.blob(Array.from({ length: segment.length }, (_, i) => (i * 37 + 11) & 255));
    });
  });
}
