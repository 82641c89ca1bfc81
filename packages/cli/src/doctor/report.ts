/** An examination, for a person. */
import type { Page } from "../text/page.js";
import type { Style } from "../text/style.js";
import { table } from "../text/table.js";
import { visible } from "../text/visible.js";
import { version } from "../version.js";
import { claims } from "./claims.js";
import type { Finding } from "./examine.js";
import type { Machine } from "./machine.js";

export interface Report {
  readonly machine: Machine;
  readonly findings: readonly Finding[];
  /** Ids of claims that have to hold. */
  readonly required: readonly string[];
  /** What was seen is told of claims that hold, too. */
  readonly verbose: boolean;
}

export function reportText({ machine, findings, required, verbose }: Report, page: Page): string {
  const layers = [...new Set(findings.map(({ layer }) => layer))];
  const tables = layers.map((layer) => {
    const rows = findings.filter((finding) => finding.layer === layer);
    return `${page.style.bold(layer)}\n${rowsText(rows, verbose, page)}`;
  });
  const paragraph = (text: string) => table([[text]], page);
  const end = [summary(findings), ...requiredText(findings, required)].map(paragraph).join("");
  return [paragraph(machineText(machine)), head(page), ...tables, end].join("\n");
}

function machineText({ platform, kernel, libc, node, uid }: Machine): string {
  const user = uid === null ? [] : [uid === 0 ? "as root" : `as user ${uid}`];
  const parts = [
    `cofferdam ${version}`,
    platform,
    `kernel ${kernel}`,
    ...(libc === null ? [] : [libc]),
  ];
  return `${[...parts, `Node ${node}`, ...user].join(", ")}`;
}

/** The same in every table, so that all of them are aligned. */
const idColumns = Math.max(...claims.map(({ id }) => id.length));

function head({ style }: Page): string {
  const names = ["".padEnd(idColumns), "here".padEnd(6), "strength".padEnd(8), "   ms"];
  return `${style.dim(`  ${names.join("  ")}`.trimEnd())}\n`;
}

function rowsText(findings: readonly Finding[], verbose: boolean, page: Page): string {
  const texts = findings.map((finding) => {
    const tells = verbose || finding.holds !== "yes";
    return rowText(finding, page) + (tells ? reasonText(finding, page) : "");
  });
  return texts.join("");
}

function rowText(finding: Finding, { style, width }: Page): string {
  const { id, strength, milliseconds, claim } = finding;
  const first = [
    id.padEnd(idColumns),
    answer(finding, style),
    strength.padEnd(8),
    `${milliseconds}`.padStart(5),
  ];
  return table([[...first, claim]], { width, indent: 2 });
}

/** Below what is said about the claim. */
function reasonText({ reason }: Finding, { style, width }: Page): string {
  return table([[style.dim(visible(reason))]], { width, indent: 2 + idColumns + 2 });
}

function answer({ holds, installed }: Finding, style: Style): string {
  if (!installed) return "-".padEnd(6);
  const color = { yes: style.green, partly: style.yellow, no: style.red }[holds];
  return color(holds.padEnd(6));
}

function summary(findings: readonly Finding[]): string {
  const count = (is: (finding: Finding) => boolean) => findings.filter(is).length;
  const counts = [
    [count(({ holds }) => holds === "yes"), "hold here"],
    [count(({ holds }) => holds === "partly"), "hold partly"],
    [count(({ holds, installed }) => holds === "no" && installed), "do not hold"],
    [count(({ installed }) => !installed), "are of packages that are not installed"],
  ] as const;
  const texts = counts
    .filter(([number]) => number > 0)
    .map(([number, text]) => `${number} ${text}`);
  return `Of ${findings.length} claims ${texts.join(", ")}.`;
}

function requiredText(findings: readonly Finding[], required: readonly string[]): string[] {
  const failed = findings.filter(({ id, holds }) => required.includes(id) && holds !== "yes");
  if (required.length === 0) return [];
  if (failed.length === 0) return ["All that is required holds."];
  return [`Required, and missing: ${failed.map(({ id }) => id).join(", ")}.`];
}
