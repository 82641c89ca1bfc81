// Calls from JavaScript: functions, methods, constructors, accessors.
import { open, outcome, report } from "./setup.mjs";

const { exports: guest } = open();
const nothing = () => {};

/** The functions that commit a crime when they are called. */
const crimes = {
  "writes through null": () => guest.write_null(),
  "passes null to the C library": () => guest.length_of_null(),
  aborts: () => guest.aborts(),
  "was created with napi_create_function": () => guest.created(),
  "has ten open handle scopes": () => guest.in_scopes(),
  "is a constructor": () => new guest.Box("crash"),
  "is a method": () => new guest.Box().method(),
  "is a static method": () => guest.Box.create(),
  "is a getter": () => new guest.Box().property,
  "is a setter": () => {
    new guest.Box().property = 1;
  },
  "gives Node a wild text": () => guest.wild_text(),
  "gives Node a wild buffer to write to": () => guest.wild_buffer(),
  "gives Node wild arguments": () => guest.wild_arguments(nothing),
  "crashes after its callback returned": () => guest.call_back_and_crash(nothing),
  "crashes after its callback threw": () =>
    guest.call_back_and_crash(() => {
      throw new Error("thrown in the callback");
    }),
  "is called by the callback of another": () => guest.call_back(() => guest.write_null()),
};

await report({
  ...Object.fromEntries(Object.entries(crimes).map(([name, run]) => [name, () => outcome(run)])),
  overflow: () => [outcome(guest.overflow), outcome(guest.overflow), guest.add(1, 2)],
  "caught inside": () => {
    let inner;
    const outer = outcome(() =>
      guest.call_back(() => {
        inner = outcome(guest.in_scopes);
      }),
    );
    return { inner, outer };
  },
  honest: () => ({
    sum: guest.add(2, 3),
    nothing: outcome(guest.nop),
    thrown: outcome(guest.throws),
    box: new guest.Box().honest(1, 2),
    isBox: new guest.Box() instanceof guest.Box,
    extended: new (class extends guest.Box {})().honest(3, 4),
    called: guest.call_back(nothing),
    callbackThrew: outcome(() =>
      guest.call_back(() => {
        throw new Error("mine");
      }),
    ),
  }),
  "again and again": () => {
    for (let nth = 0; nth < 20_000; nth++) outcome(guest.in_scopes);
    return guest.add(1, 1);
  },
});
