import { Eventtype, Size, SUBSCRIPTION_ABSTIME } from "../abi/constants.js";
import type { GuestMemory } from "../abi/guest-memory.js";
import { Right } from "../abi/rights.js";
import type { DescriptorTable } from "../descriptors/table.js";
import { Errno, Refusal, refuse } from "../errno.js";
import { MAX_SUBSCRIPTIONS } from "../limits.js";
import type { Clock } from "../sources/clock.js";
import type { System } from "../system.js";
import { readClock } from "./clock.js";

/** What the guest waits for; `wait` in nanoseconds, 0n: it is so. */
interface Subscription {
  readonly userdata: bigint;
  readonly type: number;
  readonly errno: number;
  readonly wait: bigint;
  readonly bytes: bigint;
}

/** Files and streams are always ready, so there is nothing to wait for but time. */
export function pollCalls({ memory, descriptors, clock }: System) {
  return {
    poll_oneoff(input: number, output: number, count: number, result: number): void {
      if (count === 0 || count > MAX_SUBSCRIPTIONS) refuse("EINVAL");
      memory.check(input, count * Size.subscription);
      memory.check(output, count * Size.event);
      memory.check(result, 4);
      const subscriptions = Array.from({ length: count }, (_, i) =>
        read(memory, descriptors, clock, input + i * Size.subscription),
      );
      const events = dueOf(subscriptions, clock);
      events.forEach((event, i) => {
        putEvent(memory, output + i * Size.event, event);
      });
      memory.setU32(result, events.length);
    },
  };
}

/** Those that are so now, or the first to be: it is waited for. */
function dueOf(subscriptions: readonly Subscription[], clock: Clock): readonly Subscription[] {
  const first = subscriptions.reduce((least, { wait }) => (wait < least ? wait : least), 2n ** 64n);
  clock.wait(Number(first) / 1e6);
  return subscriptions.filter(({ wait }) => wait <= first);
}

/** @throws EINVAL */
function read(
  memory: GuestMemory,
  descriptors: DescriptorTable,
  clock: Clock,
  at: number,
): Subscription {
  const userdata = memory.u64(at);
  const type = memory.u8(at + 8);
  if (type > Eventtype.fdWrite) refuse("EINVAL");
  const event = { userdata, type, errno: Errno.ESUCCESS, wait: 0n, bytes: 0n };
  try {
    if (type === Eventtype.clock) return { ...event, wait: waitOf(memory, clock, at + 16) };
    return { ...event, bytes: readinessOf(memory, descriptors, type, at + 16) };
  } catch (error) {
    if (error instanceof Refusal) return { ...event, errno: error.errno };
    throw error;
  }
}

function waitOf(memory: GuestMemory, clock: Clock, at: number): bigint {
  const now = readClock(clock, memory.u32(at));
  const timeout = memory.u64(at + 8);
  const flags = memory.u16(at + 24);
  if (flags & ~SUBSCRIPTION_ABSTIME) refuse("EINVAL");
  if (flags === 0) return timeout;
  return timeout > now ? timeout - now : 0n;
}

function readinessOf(
  memory: GuestMemory,
  descriptors: DescriptorTable,
  type: number,
  at: number,
): bigint {
  const isRead = type === Eventtype.fdRead;
  const right = Right.pollFdReadwrite | (isRead ? Right.fdRead : Right.fdWrite);
  const descriptor = descriptors.get(memory.u32(at), right);
  return isRead ? descriptor.available() : 0n;
}

function putEvent(memory: GuestMemory, at: number, event: Subscription): void {
  memory.bytes(at, Size.event).fill(0);
  memory.setU64(at, event.userdata);
  memory.setU16(at + 8, event.errno);
  memory.setU8(at + 10, event.type);
  memory.setU64(at + 16, event.bytes);
}
