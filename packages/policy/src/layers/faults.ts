/** Faults of open targets, told to the audit log. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { FaultEvent } from "@cofferdam/core";
import type { LayerState } from "./state.js";

const CHANNEL = "cofferdam:fault";

/** The channel holds its listeners for ever: this one goes when its layer has been collected. */
export function followFaults(state: LayerState): void {
  const follower = new WeakRef(state);
  const listener = (message: unknown) => {
    const live = follower.deref();
    if (live) tell(live, message as FaultEvent);
    else unsubscribe(CHANNEL, listener);
  };
  subscribe(CHANNEL, listener);
}

function tell({ targets, auditor }: LayerState, event: FaultEvent): void {
  const { target, symbol, layer, fault } = event;
  const opened = targets.find({ target });
  if (opened === undefined) return;
  auditor.noted({
    ...opened.request,
    action: "call",
    resource: symbol,
    level: "error",
    outcome: "fault",
    rule: null,
    generation: opened.rules.generation,
    details: { layer, fault },
  });
}
