/** `policy check`: everything that is wrong with a policy; of one that is well, what enforces each key here. */
import { type Issue, issueText, type Plan, type Policy, PolicyError } from "@cofferdam/policy";
import type { Answer } from "../frame/answer.js";
import { counted } from "../text/counted.js";
import type { Page } from "../text/page.js";
import { factories } from "./layers.js";
import { policyAt } from "./load.js";
import { planDocument, planText } from "./plan.js";

export interface CheckOptions {
  readonly layers?: readonly string[];
}

/** @throws ERR_OPTION_RANGE, and what the system says of the file */
export async function checkPolicy(file: string, { layers }: CheckOptions): Promise<Answer> {
  const given = factories(layers);
  try {
    const policy = await policyAt(file);
    return planned(file, policy, policy.plan(given));
  } catch (error) {
    if (error instanceof PolicyError) return problems(file, error.issues);
    throw error;
  }
}

function problems(file: string, issues: readonly Issue[]): Answer {
  return {
    ok: false,
    document: { file, documents: [], issues: issues.map(issueDocument), plan: [] },
    text: (page) => {
      const texts = issues.map((issue) => coloured(issueText(issue), page));
      return `${texts.join("\n\n")}\n\n${counted(issues.length, "problem")}.\n`;
    },
  };
}

function issueDocument({ place, source, ...issue }: Issue): object {
  return { ...issue, line: place?.line ?? null, column: place?.column ?? null, source };
}

/** What is wrong, the line, and the caret. */
function coloured(text: string, { style }: Page): string {
  const [head = "", ...rest] = text.split("\n");
  const carets = rest.map((line) => line.replace(/\^+.*$/, style.red));
  return [style.bold(head), ...carets].join("\n");
}

function planned(file: string, policy: Policy, plan: Plan): Answer {
  const documents = policy.documents.map(({ file: name, sha256 }) => ({ file: name, sha256 }));
  const files = documents.map(({ file: name }) => name);
  return {
    ok: plan.unenforced.length === 0,
    document: { file, documents, issues: [], plan: planDocument(plan) },
    text: (page) => `${files.join(", which extends ")}: no problems.\n\n${planText(plan, page)}`,
  };
}
