// A helper that is honest until it is asked for a call: false-helper.mjs SOCKET DEED
import { createServer } from "node:net";
import { FrameParser, frameHeader, streamMark } from "../../../dist/wire/frame.js";
import { messageBytes } from "../../../dist/wire/message-bytes.js";
import { decodeMessage } from "../../../dist/wire/message-codec.js";
import { ValueList } from "../../../dist/wire/value-list.js";

const [path, deed] = process.argv.slice(2);

createServer((socket) => {
  const say = (message) => {
    const bytes = messageBytes(message);
    socket.write(Buffer.concat([frameHeader(bytes), bytes]));
  };
  const returned = (id, result) => say({ kind: "returned", id, result, outputs: [], bytes: [] });
  const raw = (...bytes) => socket.write(Uint8Array.from(bytes));
  const deeds = {
    honest: (id) => returned(id, 5),
    garbage: () => raw(9, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    "a long message": () => raw(255, 255, 255, 255),
    "half a message": () => {
      raw(9, 0, 0, 0, 1);
      socket.end();
    },
    "a host's message": (id) => say({ kind: "errno", id, library: 1 }),
    "another's answer": (id) => returned(id + 1, 5),
    "two answers": (id) => {
      returned(id, 5);
      returned(id, 6);
    },
    "another type": (id) => returned(id, "five"),
    "another answer": (id) => say({ kind: "linked", id, info: "in-place" }),
    "bytes for nothing": (id) => {
      const bytes = [{ at: 0, region: 3, offset: 0, bytes: Uint8Array.of(1) }];
      say({ kind: "returned", id, result: 5, outputs: [], bytes });
    },
    "a refusal": () => say({ kind: "threw", id: 0, error: new Error("not any more"), thrown: 0 }),
    "a callback to nobody": (id) => {
      say({ kind: "callback", id: 0x8000_0001, callback: 99, args: new ValueList([1]) });
      calling = id;
    },
    silence: () => {},
    "a hang-up": () => socket.destroy(),
  };
  let calling = 0;
  const answers = {
    hello: ({ id, version }) =>
      say({ kind: "welcome", id, version, node: "", koffi: "", capabilities: [] }),
    load: ({ id }) => say({ kind: "opened", id, info: { path: "", fresh: true } }),
    func: ({ id }) => say({ kind: "linked", id, info: "in-place" }),
    call: ({ id }) => deeds[deed](id),
    "callback-threw": () => returned(calling, 7),
    goodbye: () => socket.end(),
  };
  const parser = new FrameParser((bytes) => {
    const message = decodeMessage(bytes, "host");
    answers[message.kind]?.(message);
  });
  socket.on("data", (chunk) => parser.push(chunk));
  socket.on("error", () => {});
  socket.write(deed === "another version" ? streamMark(9) : streamMark());
}).listen(path);
