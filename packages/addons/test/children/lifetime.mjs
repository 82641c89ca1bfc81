// Quarantine, reopening, disposal.
import { setTimeout as sleep } from "node:timers/promises";
import { collect, open, outcome, report } from "./setup.mjs";

const codeOf = (run) => outcome(run).code;

await report({
  quarantine: async () => {
    const opened = open({});
    const guest = opened.exports;
    const box = new guest.Box();
    guest.external(false);
    const work = guest.do_work(0);
    const calls = {
      fault: codeOf(guest.write_null),
      function: codeOf(() => guest.add(1, 2)),
      constructor: codeOf(() => new guest.Box()),
      method: codeOf(() => box.honest(1, 2)),
      getter: codeOf(() => box.property),
    };
    const { state, tainted } = opened.status();
    const completed = await work;
    await collect();
    opened.reopen();
    const { state: reopened, tainted: stillTainted } = opened.status();
    const again = { sum: guest.add(1, 2), finalized: guest.finalized_so_far() };
    return { calls, state, tainted, completed, reopened, stillTainted, again };
  },
  uses: () => {
    const uses = [];
    const watching = {
      name: "watching",
      use: ({ kind, action }) => {
        uses.push([kind, action]);
        if (uses.length === 2) throw new Error("refused");
      },
    };
    const opened = open({}, [watching]);
    const refused = outcome(() => opened.reopen()).message;
    opened.reopen();
    opened.dispose();
    opened.dispose();
    return { refused, uses };
  },
  disposal: async () => {
    const opened = open();
    const guest = opened.exports;
    guest.external(false);
    const work = guest.do_work(0);
    opened.dispose();
    opened.dispose();
    const codes = [codeOf(() => guest.add(1, 2)), codeOf(() => opened.reopen())];
    const completed = await work;
    await collect();
    const { state, faults } = opened.status();
    return { codes, completed, state, faults };
  },
  busy: () => {
    const opened = open();
    let code;
    opened.exports.call_back(() => {
      code = codeOf(() => opened.dispose());
    });
    return code;
  },
  "two of one file": () => {
    const [one, other] = [open({}), open({})];
    outcome(one.exports.write_null);
    return [one.status().state, other.status().state, other.exports.add(1, 2)];
  },
  "disposed by using": async () => {
    const opened = open();
    opened[Symbol.dispose]();
    await sleep(1);
    return opened.status().state;
  },
});
