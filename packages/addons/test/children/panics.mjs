// C++ exceptions that leave an addon.
import { open, outcome, report } from "./setup.mjs";

const { exports: guest } = open();

/** The parts of the fault that tell of the exception. */
function thrownBy(run) {
  try {
    return { value: run() };
  } catch ({ code, fault }) {
    const { type, reason } = fault.exception ?? fault;
    return { code, type, reason };
  }
}

await report({
  throws: () => thrownBy(guest.throws),
  "live scopes": () => guest.liveScopes(),
  "throws past a scope": () => thrownBy(guest.throwsPastAScope),
  terminates: () => thrownBy(guest.terminates),
  catches: () => outcome(guest.catches),
  "10,000 times": () => {
    for (let nth = 0; nth < 10_000; nth++)
      thrownBy(nth % 2 ? guest.throws : guest.throwsPastAScope);
    return guest.liveScopes();
  },
});
