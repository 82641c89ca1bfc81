import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openAuditLog } from "../../../src/audit/audit-log.ts";
import type { Head } from "../../../src/audit/line/head.ts";
import type { ProblemKind } from "../../../src/audit/reading/problem.ts";
import { Verifier } from "../../../src/audit/reading/verifier.ts";
import { type VerifyOptions, verifyAuditLog } from "../../../src/audit/reading/verify.ts";
import { entry, newFile } from "../logs.ts";

/** The lines of each file, the newest first, each with its newline. */
type Lines = readonly (readonly string[])[];

/** Of three files, with all that a log contains: events, a gap, a second process. */
function makeLog(): { readonly lines: Lines; readonly head: Head } {
  const file = newFile();
  const options = { file, rotate: 3200, queue: 5 };
  {
    using log = openAuditLog(options);
    for (let event = 0; event < 8; event++) log.record(entry({ resource: `é${event}` }));
    log.flush();
  }
  using log = openAuditLog(options);
  while (log.status().rotations < 2) {
    log.record(entry({ outcome: "deny", level: "warn", wouldAllow: "[ffi]" }));
    log.flush();
  }
  log.record(entry());
  log.flush();
  const names = [file, `${file}.1`, `${file}.2`];
  const lines = names.map((name) => readFileSync(name, "latin1").match(/.*\n/g) as string[]);
  return { lines, head: log.head() };
}

const { lines: honest, head } = makeLog();

async function verify(lines: Lines, options: VerifyOptions = {}) {
  const file = newFile();
  for (const [index, text] of lines.entries()) {
    writeFileSync(index === 0 ? file : `${file}.${index}`, text.join(""), "latin1");
  }
  return verifyAuditLog(file, options);
}

/** The same without files. */
function isFound(lines: Lines, wanted?: Head): boolean {
  const verifier = new Verifier(wanted);
  for (const [index, texts] of [...lines.entries()].reverse()) {
    const parts = texts.join("").split("\n");
    for (const [at, text] of parts.entries()) {
      const isFinished = at < parts.length - 1;
      const bytes = Buffer.from(text, "latin1");
      const place = { file: `${index}`, number: at + 1, isNewest: index === 0 };
      if (isFinished || text !== "") verifier.read({ ...place, bytes, isFinished });
    }
  }
  return !verifier.result().ok;
}

/** As "kind file:line". */
async function found(lines: Lines, options?: VerifyOptions): Promise<readonly string[]> {
  const { problems, ok } = await verify(lines, options);
  expect(ok).toBe(problems.length === 0);
  return problems.map(({ kind, file, line }) => `${kind} ${basename(file)}:${line}`);
}

function withFile(file: number, change: (lines: readonly string[]) => readonly string[]): Lines {
  return honest.map((lines, index) => (index === file ? change(lines) : lines));
}

/** Where a line is: [file, index]. */
const place = fc
  .nat(honest.length - 1)
  .chain((file) => fc.tuple(fc.constant(file), fc.nat((honest[file]?.length as number) - 1)));

describe("verifyAuditLog(file)", () => {
  it("finds nothing in an honest log, and tells what it is", async () => {
    const events = honest.flat().filter((line) => line.includes('"id"')).length;
    expect(honest).toHaveLength(3);
    expect(await verify(honest, { head })).toMatchObject({
      ok: true,
      events,
      begins: 1,
      from: JSON.parse(honest[2]?.[0] as string).time,
      to: JSON.parse(honest[0]?.at(-1) as string).time,
      dropped: 3,
      refused: 0,
      head,
      problems: [],
      problemCount: 0,
      warnings: [],
    });
  });

  it("finds any byte that was changed", () => {
    fc.assert(
      fc.property(
        place,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        ([file, index], at, change) => {
          const lines = withFile(file, (all) => {
            const bytes = Buffer.from(all[index] as string, "latin1");
            const offset = at % bytes.length;
            bytes[offset] = (bytes[offset] as number) ^ change;
            return all.with(index, bytes.toString("latin1"));
          });
          expect(isFound(lines)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("finds any line that was removed, but for the last one; a head finds that, too", () => {
    fc.assert(
      fc.property(place, ([file, index]) => {
        const isLast = file === 0 && index === (honest[0]?.length as number) - 1;
        const lines = withFile(file, (all) => all.toSpliced(index, 1));
        expect(isFound(lines)).toBe(!isLast);
        expect(isFound(lines, head)).toBe(true);
      }),
    );
  });

  it("finds any line that was written twice, or moved", () => {
    fc.assert(
      fc.property(place, place, fc.boolean(), ([from, line], [to, index], isMoved) => {
        const text = honest[from]?.[line] as string;
        const lines = honest.map((all, file) => {
          const left = isMoved && file === from ? all.toSpliced(line, 1) : all;
          return file === to ? left.toSpliced(index, 0, text) : left;
        });
        fc.pre(inOrder(lines) !== inOrder(honest));
        expect(isFound(lines)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("finds any two lines that were swapped", () => {
    fc.assert(
      fc.property(place, place, ([one, first], [two, second]) => {
        fc.pre(one !== two || first !== second);
        const lines = honest.map((all) => [...all]);
        const [left, right] = [lines[one] as string[], lines[two] as string[]];
        [left[first], right[second]] = [right[second] as string, left[first] as string];
        expect(isFound(lines)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("finds a line of another log", () => {
    const other = makeLog().lines.flat();
    fc.assert(
      fc.property(place, fc.nat(other.length - 1), ([file, index], from) => {
        const lines = withFile(file, (all) => all.toSpliced(index, 0, other[from] as string));
        expect(isFound(lines)).toBe(true);
      }),
    );
  });
});

/** Where a file ends and the next begins is not part of the chain. */
function inOrder(lines: Lines): string {
  return [...lines].reverse().flat().join("");
}

describe("the problems of verifyAuditLog(file)", () => {
  const change = (text: string) => text.replace('"allow"', '"deny"');
  const cases: readonly [string, Lines, readonly string[]][] = [
    [
      "a changed line",
      withFile(2, (all) => all.with(2, change(all[2] as string))),
      ["changed audit.jsonl.2:3"],
    ],
    [
      "a changed hash",
      withFile(2, (all) => all.with(2, (all[2] as string).replace(/.{5}"}\n/, '00000"}\n'))),
      ["changed audit.jsonl.2:3"],
    ],
    ["missing lines", withFile(2, (all) => all.toSpliced(2, 2)), ["missing audit.jsonl.2:3"]],
    ["a missing note", withFile(1, (all) => all.toSpliced(0, 1)), ["missing audit.jsonl.1:1"]],
    [
      "a missing file",
      [honest[0] as string[], [], honest[2] as string[]],
      ["missing audit.jsonl:1"],
    ],
    ["a cut beginning", withFile(2, (all) => all.toSpliced(0, 3)), ["missing audit.jsonl.2:1"]],
    [
      "a line twice",
      withFile(2, (all) => all.toSpliced(3, 0, all[2] as string)),
      ["reordered audit.jsonl.2:4"],
    ],
    [
      "two lines swapped",
      withFile(2, (all) => all.with(2, all[3] as string).with(3, all[2] as string)),
      ["missing audit.jsonl.2:3", "reordered audit.jsonl.2:4"],
    ],
    [
      "another text",
      withFile(2, (all) => all.toSpliced(2, 0, "hello\n", '{"a":1}\n')),
      ["not-json audit.jsonl.2:3", "not-json audit.jsonl.2:4"],
    ],
    [
      "a line that was overwritten",
      withFile(2, (all) => all.with(2, "hello\n")),
      ["not-json audit.jsonl.2:3"],
    ],
    [
      "a torn line with a file behind it",
      withFile(1, (all) => all.with(-1, "{")),
      ["torn audit.jsonl.1:7"],
    ],
    [
      "a line that goes on",
      withFile(0, (all) => all.with(-1, `${all.at(-1)?.trimEnd()}!`)),
      [`not-json audit.jsonl:${honest[0]?.length}`],
    ],
  ];

  it.each(cases)("tell the kind and the place of %s", async (_, lines, expected) => {
    expect(await found(lines)).toEqual(expected);
  });

  it("tell another chain that begins", async () => {
    const other = makeLog().lines;
    expect(await found([other[2] as string[], honest[2] as string[]])).toEqual([
      "restarted audit.jsonl:1",
    ]);
  });

  it("are listed up to a thousand, and all counted", async () => {
    const { problems, problemCount } = await verify([Array(3000).fill("x\n")]);
    expect([problems.length, problemCount]).toEqual([1000, 3000]);
  });
});

describe("verifyAuditLog(file, { head })", () => {
  const newest = honest[0] as string[];

  it("finds that the end was cut off, which nothing else shows", async () => {
    for (let left = 0; left < newest.length; left++) {
      const lines = withFile(0, (all) => all.slice(0, left));
      expect(await found(lines)).toEqual([]);
      expect((await found(lines, { head }))[0]).toMatch("missing");
    }
  });

  it("finds that the whole log was made anew, which nothing else shows", async () => {
    const forged = makeLog();
    expect(await found(forged.lines)).toEqual([]);
    const [problem] = (await verify(forged.lines, { head })).problems;
    expect(problem).toMatchObject({
      kind: "missing" satisfies ProblemKind,
      message: expect.stringContaining("made anew"),
    });
  });

  it("takes any head that the log once had, and lines that came later", async () => {
    for (const line of honest.flat()) {
      expect(await found(honest, { head: { hash: JSON.parse(line).hash, events: 1 } })).toEqual([]);
    }
  });

  it("proves nothing by a head whose file is gone, and says so", async () => {
    const { problems } = await verify([newest], { head: { hash: "0".repeat(64), events: 1 } });
    expect(problems).toMatchObject([
      { kind: "missing", message: expect.stringContaining("nothing is proven") },
    ]);
  });
});
