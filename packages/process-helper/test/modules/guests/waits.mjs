// A module whose calls take as long as they are told to.
export const wait = (milliseconds) =>
  new Promise((resolve) => setTimeout(() => resolve(milliseconds), milliseconds));

export class Waiter {
  wait(milliseconds) {
    return wait(milliseconds);
  }
}
