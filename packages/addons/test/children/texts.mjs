// What an addon gives Node to read.
import { open, outcome, report } from "./setup.mjs";

const { exports: guest } = open();
const wild = [
  ...["key_latin1", "key_utf8", "key_utf16"],
  ...["external_latin1", "external_utf16", "tag", "check_tag"],
];

await report({
  "too long": () => ({ refused: guest.too_long(), crash: outcome(guest.crash) }),
  wild: () => Object.fromEntries(wild.map((name) => [name, outcome(guest[name])])),
  honest: () => [guest.honest_key(), guest.honest_tag()],
});
