import type { Context } from "./context.js";
import { encodeMessage } from "./message-codec.js";
import type { Message } from "./messages.js";
import { Writer } from "./writer.js";

let idle: Writer | undefined;

/**
 * A message as bytes.
 *
 * @returns borrowed: to be sent, or copied, before any other code runs
 * @throws TypeError for values that cannot cross, RangeError for too much
 */
export function messageBytes(message: Message, context?: Context): Buffer {
  const writer = idle ?? new Writer();
  idle = undefined; // a getter of a value may come by here again
  try {
    writer.reset();
    encodeMessage(writer, message, context);
    return writer.bytes;
  } finally {
    idle = writer;
  }
}
