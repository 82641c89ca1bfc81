// node bench/run-one.mjs NAME [thorough]     runs one benchmark, prints its table, writes its JSON
import { describeMachine, load } from "./machine.mjs";
import { format } from "./print.mjs";
import { save } from "./results.mjs";

const [name, thorough] = process.argv.slice(2);
const { run } = await import(`./benchmarks/${name}.mjs`);
const machine = describeMachine();
const result = await run({ thorough: thorough !== undefined });
console.log(format(result));
save(name, { benchmark: name, machine: { ...machine, loadAfter: load() }, ...result });
