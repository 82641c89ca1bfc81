import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { wasmWorld } from "../../src/layers/wasm-world.ts";
import { policyOf, temporaryFolder } from "../policies.ts";

const environment = { LANG: "C", TZ: "UTC", SECRET: "s" };

/** The world of plugin.wasm, where the policy has these lines for it; and one that narrows it. */
async function worldOf(base: string, narrower?: (folder: string) => object) {
  const folder = temporaryFolder();
  const path = join(folder, "plugin.wasm");
  const policy = await policyOf(`[wasm.modules."plugin.wasm"]\n${base}\n`, folder);
  const values = { wasm: { modules: { [path]: narrower?.(folder) } } };
  const rules = narrower === undefined ? policy : policy.narrow(values as never);
  const { dirs, env } = wasmWorld(rules, path, environment);
  const texts = dirs.map(
    ({ guest, host, mode }) => `${guest} ${host.replace(folder, ".")} ${mode}`,
  );
  return { dirs: texts, env };
}

const data = 'dirs = [{ guest = "/data", host = "./data", mode = "rw" }]';

describe("wasmWorld(rules, path, environment)", () => {
  it("has what the manifest lends, to be read only unless it says more", async () => {
    const text = `dirs = [{ guest = "/in", host = "./in" }, { guest = "/out", host = "/srv/out", mode = "rw" }]
      env = ["LANG", "UNSET"]`;
    expect(await worldOf(text)).toMatchObject({
      dirs: ["/in ./in ro", "/out /srv/out rw"],
      env: { LANG: "C" },
    });
  });

  it("is empty where the manifest says nothing, and where there is none", async () => {
    expect(await worldOf("")).toMatchObject({ dirs: [], env: {} });
    const policy = await policyOf("");
    expect(wasmWorld(policy, "/nowhere.wasm", environment)).toEqual({ dirs: [], env: {} });
  });

  it("has only what every document lends that has a manifest of the module", async () => {
    const narrowed = (manifest: object) => worldOf(`${data}\nenv = ["LANG", "TZ"]`, () => manifest);
    expect(await narrowed({ env: ["TZ", "SECRET"] })).toEqual({ dirs: [], env: { TZ: "UTC" } });
    expect(await narrowed({})).toEqual({ dirs: [], env: {} });
  });

  it.each([
    ["/data", "data", "ro", ["/data ./data ro"]],
    ["/data/in", "data/in", "rw", ["/data/in ./data/in rw"]],
    ["/", ".", "rw", ["/data ./data rw"]],
    ["/data", "etc", "rw", []],
    ["/data/in", "data", "rw", []],
    ["/database", "database", "rw", []],
  ])(
    "has of /data, with another document's %s of %s as %s: %j",
    async (guest, host, mode, dirs) => {
      const narrower = (folder: string) => ({ dirs: [{ guest, host: join(folder, host), mode }] });
      expect((await worldOf(data, narrower)).dirs).toEqual(dirs);
    },
  );
});
