// A function of Node-API that not every Node has.
import { collect, open, report } from "./setup.mjs";

const { exports: guest } = open();

await report({
  "post a finalizer": async () => {
    const status = guest.post();
    await collect();
    return { status, finalized: guest.finalized_so_far() };
  },
});
