/** The limit of each call, and how long one is waited for that neither returns nor can be interrupted. */
export const LIMIT_MS = 20;
export const GRACE_MS = 50;

/** Slow calls of native/slow.c, and how each is ended. Where code of its own and of libc take turns, it depends on when. */
export const cases = [
  { title: "loops", name: "loop", ends: ["in-target"] },
  { title: "calls malloc and free", name: "allocate", ends: ["in-target", "at-return"] },
  { title: "calls sin and pow", name: "compute", ends: ["in-target", "at-return"] },
  { title: "sleeps", name: "sleep_long", ends: ["at-return"] },
  { title: "reads from an empty pipe", name: "read_nothing", ends: ["at-return"] },
  { title: "waits for a futex", name: "wait_in_kernel", ends: ["at-return"] },
  { title: "locks its mutex twice", name: "lock_twice", ends: ["forced"] },
];

export const modes = ["synchronous", "asynchronous"];

export function isForced({ ends }) {
  return ends.includes("forced");
}
