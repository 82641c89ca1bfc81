// An addon that crashes while it is initialised; healthy when it is asked once more.
import { open, outcome, report } from "./setup.mjs";

await report({
  init: () => {
    process.env.CRIMES_INIT = "crash";
    const crashed = outcome(() => open({}));
    delete process.env.CRIMES_INIT;
    return { crashed, after: open().exports.add(1, 2) };
  },
});
