/** What messages are made of: how each part is written, and read again. */
import type { Fault } from "@cofferdam/core";
import { MAX_VALUES } from "../limits.js";
import type { Context } from "./context.js";
import { limitError } from "./error.js";
import { isFault } from "./fault-check.js";
import { WIRE_VERSION } from "./messages.js";
import type { Reader } from "./reader.js";
import { decodeValue, decodeValues, encodeValue, encodeValues } from "./value.js";
import { ValueList } from "./value-list.js";
import type { Writer } from "./writer.js";

export interface Field<T> {
  encode(writer: Writer, value: T, context: Context): void;
  decode(reader: Reader, context: Context): T;
}

export type Fields<T> = { readonly [K in keyof T]: Field<T[K]> };

export const u32: Field<number> = {
  encode: (writer, value) => writer.u32(value),
  decode: (reader) => reader.u32(),
};

/** Of the protocol: said first, so that nothing else of another version is looked at. */
export const version: Field<number> = {
  encode: (writer, value) => writer.u32(value),
  decode: (reader) => {
    const { at } = reader;
    const value = reader.u32();
    if (value === WIRE_VERSION) return value;
    return reader.fail("ERR_WIRE_VERSION", `version ${value}, here it is ${WIRE_VERSION}`, at);
  },
};

/** A number of bytes, or a place in the arena. */
export const size: Field<number> = {
  encode: (writer, value) => writer.f64(value),
  decode: (reader) => {
    const { at } = reader;
    const value = reader.f64();
    if (Number.isSafeInteger(value) && value >= 0) return value;
    return reader.fail("ERR_WIRE_VALUE", `a size of ${value}`, at);
  },
};

/** Of names and paths, which have no lone surrogates. */
export const text: Field<string> = {
  encode: (writer, value) => writer.utf8(value),
  decode: (reader) => reader.utf8(),
};

/** Any value that can cross. */
export const value: Field<unknown> = { encode: encodeValue, decode: decodeValue };

export const values: Field<ValueList> = { encode: encodeValues, decode: decodeValues };

/** Values without memory of which something would come back. */
export const plainValues: Field<readonly unknown[]> = {
  encode: (writer, list, context) => encodeValues(writer, new ValueList(list), context),
  decode: (reader, context) => decodeValues(reader, context).values,
};

export const fault: Field<Fault> = {
  encode: encodeValue,
  decode: (reader, context) => {
    const { at } = reader;
    const value = decodeValue(reader, context);
    return isFault(value)
      ? value
      : reader.fail("ERR_WIRE_VALUE", "something else than a fault", at);
  },
};

/**
 * @param least bytes that each item takes
 * @param most items
 */
export function listOf<T>(
  item: Field<T>,
  least: number,
  most: number = MAX_VALUES,
): Field<readonly T[]> {
  return {
    encode: (writer, list, context) => {
      if (list.length > most) {
        throw limitError(`Expected at most ${most} items in a list, got ${list.length}.`);
      }
      writer.u32(list.length);
      for (const one of list) item.encode(writer, one, context);
    },
    decode: (reader, context) => {
      const length = reader.count(least, most, "items");
      const list: T[] = [];
      while (list.length < length) list.push(item.decode(reader, context));
      return list;
    },
  };
}

/** One part after the other. */
export interface RecordField<T> extends Field<T> {
  /** Adds the parts to an object. */
  decodeInto(target: object, reader: Reader, context: Context): T;
}

export function record<T extends object>(fields: Fields<T>): RecordField<T> {
  const entries = Object.entries(fields) as [keyof T & string, Field<unknown>][];
  const decodeInto = (target: object, reader: Reader, context: Context) => {
    const record = target as Record<string, unknown>;
    for (const [name, field] of entries) record[name] = field.decode(reader, context);
    return target as T;
  };
  return {
    encode: (writer, value, context) => {
      for (const [name, field] of entries) field.encode(writer, value[name], context);
    },
    decode: (reader, context) => decodeInto({}, reader, context),
    decodeInto,
  };
}
