import { readFileSync, readlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHost } from "./host.ts";
import { makePrograms } from "./programs.ts";
import { isConfinable, users } from "./run.ts";

const programs = makePrograms({ sealed: false });
const confinable = isConfinable(programs);

describe.runIf(confinable).each(users())("what cofferdam-launcher became, as user %s", (user) => {
  let host: Awaited<ReturnType<typeof startHost>>;
  beforeAll(async () => {
    host = await startHost(programs, user);
  });
  afterAll(() => {
    host.child.kill("SIGKILL");
  });
  const status = () => readFileSync(`/proc/${host.helper}/status`, "utf8");

  it("leads a session of its own", () => {
    const stat = readFileSync(`/proc/${host.helper}/stat`, "utf8");
    const [, , , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    expect(Number(session)).toBe(host.helper);
  });

  it.each(["user", "net", "ipc"])("is in a namespace of its own: %s", (name) => {
    const own = readlinkSync(`/proc/self/ns/${name}`);
    expect(readlinkSync(`/proc/${host.helper}/ns/${name}`)).not.toBe(own);
  });

  it("has no capability, and can get none", () => {
    const sets = [...status().matchAll(/^(Cap\w+|NoNewPrivs):\s+(\w+)$/gm)];
    expect(Object.fromEntries(sets.map(([, name, value]) => [name, Number(`0x${value}`)]))).toEqual(
      {
        CapInh: 0,
        CapPrm: 0,
        CapEff: 0,
        CapBnd: 0,
        CapAmb: 0,
        NoNewPrivs: 1,
      },
    );
  });

  it("is not root inside, whoever it is outside", () => {
    const [inside] = readFileSync(`/proc/${host.helper}/uid_map`, "utf8").trim().split(/\s+/);
    expect(Number(inside)).not.toBe(0);
  });

  it("can make no file grow", () => {
    const limits = readFileSync(`/proc/${host.helper}/limits`, "utf8");
    expect(limits).toMatch(/^Max file size\s+0\s+0 /m);
  });
});
