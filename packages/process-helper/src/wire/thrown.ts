/** What was thrown, on the wire: it is always reported, also where it cannot cross. */
import { show } from "@cofferdam/core";
import { errorOf } from "./error-parts.js";
import { type Field, value } from "./fields.js";

export const thrown: Field<unknown> = {
  encode: (writer, error, context) => {
    const { length } = writer;
    try {
      value.encode(writer, error, context);
    } catch {
      writer.rewind(length);
      value.encode(writer, standIn(error), context);
    }
  },
  decode: value.decode,
};

/** An error in place of something else, such as a DOMException or a symbol. */
function standIn(thrown: unknown): Error {
  try {
    const { name, message } = Object(thrown);
    if (typeof name === "string" && typeof message === "string") {
      return errorOf({ name, message, optional: [undefined, undefined, undefined] });
    }
    return new Error(`Something was thrown that is no error: ${show(thrown)}`);
  } catch {
    return new Error("Something was thrown that cannot be looked at");
  }
}
