// A guest that is no module at all: a text.

export default function notWasm() {
  return Buffer.from("#!/bin/sh\necho I am not a module\n");
}
