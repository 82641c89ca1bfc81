import type { SignalFault } from "@cofferdam/core";
import { describe, expect, it } from "vitest";
import { run } from "./run.ts";

describe("signals({ registers })", () => {
  const general = ["rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp"];
  const numbered = ["r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"];

  it("adds every register by name; rip is where the fault is, rdi the null pointer", async () => {
    const child = await run("guarded", "fault", ["null_write", "registers"]);
    const { pc, address, registers } = child.report() as SignalFault;
    expect(Object.keys(registers ?? {})).toEqual([...general, ...numbered, "rip", "eflags"]);
    for (const value of Object.values(registers ?? {})) expect(value).toMatch(/^0x[0-9a-f]{1,16}$/);
    expect(registers).toMatchObject({ rip: pc, rdi: "0x0" });
    expect(address).toBe("0x0");
  });

  it("has rip where a wild jump went", async () => {
    const child = await run("guarded", "fault", ["wild_jump", "registers"]);
    const fault = child.report() as SignalFault;
    expect(fault.registers?.rip).toBe("0x424242424242");
    expect(fault.pc).toBe("0x424242424242");
  });

  it("adds none when it is not asked", async () => {
    const child = await run("guarded", "fault", ["null_write"]);
    expect(child.report()).not.toHaveProperty("registers");
  });
});
