import { guardedBuffer } from "@cofferdam/memory";
import { describe, expect, it } from "vitest";
import { mappedBuffer } from "../dist/guarded-buffer.js";
import { buffersGuest, open } from "./open.ts";
import { endOf, run, well } from "./run.ts";

const path = buffersGuest();
const guest = open(path);
const isAligned = guest.func("int is_aligned(const void *bytes, int align)");

describe("guardedBuffer(size, { align })", () => {
  const wrong = {
    ERR_OPTION_TYPE: ["1 MB", "", "-1KiB", 1.5, Number.NaN, true, {}, [], 1n, null, undefined],
    ERR_OPTION_RANGE: [0, -1, "0B", 2 ** 30 + 1, "2GiB", Number.MAX_SAFE_INTEGER],
  };
  for (const [code, values] of Object.entries(wrong)) {
    it.each(values.map((value) => [value]))(`refuses the size %o with ${code}`, (size) => {
      const create = () => guardedBuffer(size as number);
      expect(create).toThrow(code === "ERR_OPTION_TYPE" ? TypeError : RangeError);
      expect(create).toThrow(expect.objectContaining({ code }));
      expect(create).toThrow("for `size`");
    });
  }

  it.each([
    ["ERR_OPTION_TYPE", 1.5],
    ["ERR_OPTION_TYPE", Number.NaN],
    ["ERR_OPTION_TYPE", true],
    ["ERR_OPTION_RANGE", 0],
    ["ERR_OPTION_RANGE", -8],
    ["ERR_OPTION_RANGE", 3],
    ["ERR_OPTION_RANGE", 24],
    ["ERR_OPTION_RANGE", 8192],
  ])("refuses with %s the alignment %o", (code, align) => {
    const create = () => guardedBuffer(8, { align } as never);
    expect(create).toThrow(expect.objectContaining({ code }));
    expect(create).toThrow("for `align`");
  });

  it("refuses an option that it does not know", () => {
    expect(() => guardedBuffer(8, { aling: 8 } as never)).toThrow(
      expect.objectContaining({ code: "ERR_OPTION_RANGE" }),
    );
  });

  it.each([[1], [4095], [4096], [100_000], ["64KiB"], ["1GiB"]])("gives %s zeros", (size) => {
    const buffer = guardedBuffer(size);
    expect(buffer).toBeInstanceOf(Buffer);
    expect(buffer.byteLength).toBe(buffer.buffer.byteLength);
    const sample = buffer.subarray(0, 2 ** 20);
    expect(sample.every((byte) => byte === 0)).toBe(true);
    buffer[buffer.length - 1] = 7;
    expect(buffer.at(-1)).toBe(7);
  });

  it.each([1, 2, 64, 4096])("begins at a multiple of %i", (align) => {
    for (const size of [1, 100, 4097]) {
      expect(isAligned(guardedBuffer(size, { align }), align)).toBe(1);
    }
  });

  it("can be viewed as anything, sliced, copied and compared", () => {
    const buffer = guardedBuffer(24);
    new Float64Array(buffer.buffer).set([1, 2, 3]);
    expect(Buffer.from(Float64Array.of(1, 2, 3).buffer).equals(buffer)).toBe(true);
    expect(guest.func("double sum_doubles(const double *v, int n)")(buffer, 3)).toBe(6);
    expect(buffer.toString("hex", 16)).toBe("0000000000000840");
  });
});

describe("a guardedBuffer that is moved or cloned", () => {
  it("is a copy without guards elsewhere, and stays what it is here", () => {
    const buffer = guardedBuffer(100).fill(7);
    const clone = structuredClone(buffer);
    clone[0] = 1;
    expect([buffer[0], clone.length]).toEqual([7, 100]);
  });

  it("is refused or copied, never moved, when it is transferred", () => {
    const buffer = guardedBuffer(100).fill(7);
    try {
      // Node 20 copies, later ones refuse
      const moved = structuredClone(buffer.buffer, { transfer: [buffer.buffer] });
      expect(new Uint8Array(moved)[99]).toBe(7);
    } catch (error) {
      expect(error).toMatchObject({ name: "DataCloneError" });
    }
    expect(buffer[99]).toBe(7);
    expect(guest.func("int read_at(uint8_t *bytes, long offset)")(buffer, 99)).toBe(7);
  });

  it("keeps its memory when its ArrayBuffer is transferred with transfer()", (context) => {
    const { buffer } = guardedBuffer(100).fill(7);
    if (!("transfer" in buffer)) return context.skip("no ArrayBuffer.prototype.transfer");
    const moved = (buffer.transfer as () => ArrayBuffer)();
    globalThis.gc?.();
    expect([new Uint8Array(moved)[99], buffer.byteLength]).toEqual([7, 0]);
  });
});

describe("guarded buffers that nobody holds", () => {
  it("are unmapped before they are too many: V8 knows what they take", async () => {
    const child = await run("kept-by-gc");
    expect(endOf(child)).toEqual(well);
    expect(child.report()).toBeLessThan(6000);
  });

  it("are refused when there are 8192, and calls too; it goes on when they are collected", async () => {
    const child = await run("limits", [path], { nodeArgs: ["--expose-gc"] });
    expect(endOf(child), child.stderr).toEqual(well);
    const refused = { name: "SetupError", code: "ERR_BUFFER_UNAVAILABLE" };
    // the limit is ours: no setting of the system raises it
    const why =
      "the process has 8192 guarded regions already, the most there can be. " +
      "Keep fewer guarded buffers, and lend fewer buffers at a time.";
    expect(child.report()).toEqual({
      refusal: { ...refused, message: `Cannot map a guarded buffer of 1 bytes: ${why}` },
      full: 8192,
      refusedCall: { ...refused, message: expect.stringContaining(why) },
      lent: 0,
      stillGuarded: "buffer-overrun",
      left: 0,
      afterwards: [1, 1],
    });
  });

  it("are refused where the process may have no more address space", async () => {
    const limited = 'ulimit -v 8000000; exec "$0" "$@"';
    const { execFileSync } = await import("node:child_process");
    const script = new URL("children/address-space.mjs", import.meta.url).pathname;
    const output = execFileSync("sh", ["-c", limited, process.execPath, script], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(JSON.parse(output)).toEqual({
      name: "SetupError",
      code: "ERR_BUFFER_UNAVAILABLE",
      message: expect.stringContaining("of 1073741824 bytes: ENOMEM."),
      usable: 1,
    });
  });
});

describe("where Node takes no external memory", () => {
  it("it is a plain Buffer", () => {
    const buffer = mappedBuffer(100, 8, false);
    expect(buffer.equals(Buffer.alloc(100))).toBe(true);
    expect(buffer.buffer.byteLength).toBe(100);
  });
});
