import { isBuiltin } from "node:module";
import { processHelper } from "@cofferdam/process-helper";
import { describe, expect, it } from "vitest";

const from = import.meta.url;

describe("processHelper().import(specifier, { from })", () => {
  it("imports node:zlib: promises, callbacks, constants, errors", async () => {
    using zlib = await processHelper().import<typeof import("node:zlib")>("node:zlib", { from });
    const { exports } = zlib;
    const text = Buffer.from("the same again and again. ".repeat(1000));
    const packed = (await exports.gzipSync(text)) as Buffer;
    expect(packed.length).toBeLessThan(text.length / 10);
    expect(await exports.gunzipSync(packed)).toEqual(text);
    zlib.ref();
    const called = await new Promise<Buffer>((resolve, reject) => {
      const done = (error: Error | null, result: Buffer) =>
        error ? reject(error) : resolve(result);
      exports.gunzip(packed, {}, done).catch(reject);
    });
    expect(called).toEqual(text);
    expect(exports.constants.Z_BEST_SPEED).toBe(1);
    await expect(exports.gunzipSync(Buffer.from("not packed"))).rejects.toMatchObject({
      code: "Z_DATA_ERROR",
    });
  });

  it("imports node:crypto: objects with state, chained", async () => {
    using crypto = await processHelper().import("node:crypto", { from });
    const hash = await crypto.exports.createHash("sha256");
    await (await hash.update("cof")).update(Buffer.from("ferdam"));
    const { createHash } = await import("node:crypto");
    expect(await hash.digest("hex")).toBe(createHash("sha256").update("cofferdam").digest("hex"));
    expect((await crypto.exports.randomBytes(32)).length).toBe(32);
  });

  it.skipIf(!isBuiltin("node:sqlite"))(
    "imports node:sqlite: a database in the helper",
    async () => {
      using sqlite = await processHelper().import("node:sqlite", { from });
      const database = new sqlite.exports.DatabaseSync(":memory:");
      await database.exec("CREATE TABLE t (n INTEGER)");
      const insert = await database.prepare("INSERT INTO t VALUES (?)");
      for (const n of [1, 2, 3]) await insert.run(n);
      const all = await (await database.prepare("SELECT n FROM t")).all();
      expect(all).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
      await database.close();
    },
  );

  it("imports packages, with what they depend on", async () => {
    using check = await processHelper().import("fast-check", { from });
    expect(check.exports.__version).toMatch(/^\d/);
  });
});
