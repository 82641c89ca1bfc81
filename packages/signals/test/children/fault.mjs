// Reports the fault of one guest of the corpus.
import { args, faultOf, open, report } from "./setup.mjs";

const [crime, registers] = args;
const commit = open(crime, { registers: registers !== undefined }).func(`int ${crime}(void)`);
report(faultOf(commit));
