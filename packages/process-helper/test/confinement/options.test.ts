import { describe, expect, it } from "vitest";
import { type ConfinementOptions, launcherArguments } from "../../src/confinement.ts";

const launch = { reportFd: 3, keepFds: [4], parent: 7, program: "/bin/node", args: ["a.js"] };
const ordersFor = (options: ConfinementOptions) => launcherArguments(options, launch);

describe("launcherArguments(options, launch)", () => {
  it("grants nothing and limits what it can by default", () => {
    expect(ordersFor({}).join(" ")).toBe(
      "--report-fd 3 --parent 7 --keep-fd 4 --files 64 --processes 64 " +
        "--namespaces user,net,ipc -- /bin/node a.js",
    );
  });

  it("turns every option into its order", () => {
    const options = {
      memory: "64MiB",
      addressSpace: 2 ** 30,
      cpu: 1001,
      files: 20,
      processes: 8,
      read: ["/r", "/s"],
      execute: ["/x"],
      write: ["/w"],
      network: true,
      env: { A: "1=2" },
      require: ["core", "seccomp", "memory"],
    } as const;
    expect(ordersFor(options).slice(6, -3).join(" ")).toBe(
      "--memory 67108864 --address-space 1073741824 --cpu 2 --files 20 --processes 8 " +
        "--read /r --read /s --execute /x --write /w --network --namespaces user,ipc " +
        "--env A=1=2 --require core,memory",
    );
  });

  it("leaves the seal to the helper, which reports it", () => {
    expect(ordersFor({ require: ["seccomp"] })).not.toContain("--require");
  });

  it.each([
    [{ memroy: 1 }, "ERR_OPTION_RANGE"],
    [{ memory: 1000 }, "ERR_OPTION_RANGE"],
    [{ memory: "1 cup" }, "ERR_OPTION_TYPE"],
    [{ addressSpace: 0 }, "ERR_OPTION_RANGE"],
    [{ cpu: 0 }, "ERR_OPTION_RANGE"],
    [{ cpu: "1s" }, "ERR_OPTION_TYPE"],
    [{ files: 16 }, "ERR_OPTION_RANGE"],
    [{ processes: 4 }, "ERR_OPTION_RANGE"],
    [{ processes: 8.5 }, "ERR_OPTION_TYPE"],
    [{ read: ["lib"] }, "ERR_OPTION_RANGE"],
    [{ read: "/lib" }, "ERR_OPTION_TYPE"],
    [{ read: ["/lib\0/etc"] }, "ERR_OPTION_TYPE"],
    [{ execute: [1] }, "ERR_OPTION_TYPE"],
    [{ write: [""] }, "ERR_OPTION_RANGE"],
    [{ network: "no" }, "ERR_OPTION_TYPE"],
    [{ env: { "A=B": "1" } }, "ERR_OPTION_RANGE"],
    [{ env: { A: 1 } }, "ERR_OPTION_TYPE"],
    [{ env: { A: "1\0B=2" } }, "ERR_OPTION_TYPE"],
    [{ require: ["magic"] }, "ERR_OPTION_RANGE"],
    [{ require: "core" }, "ERR_OPTION_TYPE"],
    [{ env: null }, "ERR_OPTION_TYPE"],
    [null, "ERR_OPTION_TYPE"],
  ])("refuses %j", (options, code) => {
    expect(() => ordersFor(options as ConfinementOptions)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/^Expected .+, got .+/) }),
    );
  });
});
