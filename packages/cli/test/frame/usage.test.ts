import { describe, expect, it } from "vitest";
import { cofferdam, documentOf } from "../cofferdam.ts";

describe("wrong usage", () => {
  it.each([
    [["docter"], "unknown command 'docter'", "Did you mean doctor?", "cofferdam"],
    [
      ["doctor", "--verbos"],
      "unknown option '--verbos'",
      "Did you mean --verbose?",
      "cofferdam doctor",
    ],
    [["doctor", "--color", "pink"], "'pink' is invalid", "auto, always, never", "cofferdam"],
    [["completion"], "missing required argument 'shell'", "", "cofferdam completion"],
    [["completion", "csh"], "'csh' is invalid", "bash, zsh, fish", "cofferdam completion"],
  ])(
    "ends with 2, says what is wrong, what was meant, and where help is: %j",
    async (args, wrong, meant, command) => {
      const { status, stdout, stderr } = await cofferdam(args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(/^cofferdam: /);
      for (const text of [wrong, meant, `Try \`${command} --help\`.`])
        expect(stderr).toContain(text);
    },
  );

  it("is to say nothing: then the help is on stderr", async () => {
    const { status, stdout, stderr } = await cofferdam([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("Usage: cofferdam <command>");
  });

  it("is a claim that the doctor does not know", async () => {
    const { status, stderr } = await cofferdam(["doctor", "--require", "no-netwrk"]);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^cofferdam: Expected claims for `--require`, got "no-netwrk"\. Did you mean no-network\? Known are panics, traps, /,
    );
  });

  it("is a document, too, where one was asked for", async () => {
    expect(await documentOf(["doctor", "--frobnicate"])).toEqual({
      command: "doctor",
      ok: false,
      error: { code: "ERR_USAGE", message: "unknown option '--frobnicate'" },
    });
  });
});

describe("--json", () => {
  it.each(["in front of the command", "behind it"])("is taken %s", async (where) => {
    const command = ["completion", "bash"];
    const args = where === "behind it" ? [...command, "--json"] : ["--json", ...command];
    const { stdout } = await cofferdam(args);
    expect(JSON.parse(stdout)).toMatchObject({ command: "completion", ok: true, shell: "bash" });
  });
});

describe("--version", () => {
  it("is that of the package", async () => {
    const { status, stdout } = await cofferdam(["--version"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "0.0.0\n" });
  });
});
