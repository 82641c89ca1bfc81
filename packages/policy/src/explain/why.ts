/** One event, in plain sentences. */
import type { AuditEvent } from "../audit/event.js";
import { requestText } from "../request-text.js";
import { ruleText } from "../rule.js";

/** @returns paragraphs: what happened, why, and what would allow it */
export function why(event: AuditEvent): string {
  return [happened(event), because(event), way(event), chained(event)]
    .filter((text) => text !== "")
    .join("\n\n");
}

function happened(event: AuditEvent): string {
  const { time, outcome } = event;
  const what = requestText(event);
  if (outcome === "fault") return `At ${time} ${what} had a fault: ${faultText(event)}.`;
  const verdict = {
    allow: "was allowed",
    deny: "was denied",
    "would-deny": "was done, though the policy denies it: it only audits",
  }[outcome];
  return `At ${time} ${what} ${verdict}.`;
}

function faultText({ details }: AuditEvent): string {
  const { fault, layer, error } = Object(details) as FaultDetails;
  if (error !== undefined) return error;
  return `${fault?.kind ?? "unknown"}, caught by ${layer ?? "nobody"}`;
}

interface FaultDetails {
  readonly fault?: { readonly kind?: string };
  readonly layer?: string;
  /** Of what could not be opened. */
  readonly error?: string;
}

function because({ rule, outcome, details, generation }: AuditEvent): string {
  if (rule === null) return "";
  const { reason } = Object(details) as { reason?: string };
  const from = `of generation ${generation} of the policy`;
  if (outcome === "allow") return `${ruleText(rule)} ${from} allows it.`;
  return `${ruleText(rule)} ${from} does not allow it${reason === undefined ? "" : `: ${reason}`}.`;
}

function way({ wouldAllow, rule, outcome }: AuditEvent): string {
  if (outcome !== "deny" && outcome !== "would-deny") return "";
  if (wouldAllow === undefined) return "No line of a policy would allow it.";
  const file = rule?.file ?? "the policy";
  return `These lines in ${file} would allow it, beside what is there:\n\n${indented(wouldAllow)}`;
}

function chained({ id }: AuditEvent): string {
  return `This is event ${id}.`;
}

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}
