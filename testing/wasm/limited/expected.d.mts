import type { WasmCrime } from "../crimes.d.mts";
import type { WasmOutcome } from "./commit.d.mts";

/** What must become of it; of values only those that the catalogue gives, as JSON has them. */
export declare function expectedOutcome(crime: WasmCrime): Partial<WasmOutcome>;
