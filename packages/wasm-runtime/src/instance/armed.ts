import type { Gate } from "@cofferdam/core";

/** What is done around each call of a function. */
export interface Around<Entered> {
  /** Throws what refuses it. */
  enter(): Entered;
  /** @returns what is thrown in place of the error */
  failed(error: unknown): unknown;
  /** It returned; throws if it should not have. */
  leave(): void;
}

/**
 * A function whose calls are limited. The variants differ in the number of parameters alone: a list of arguments would be
 * made and spread for every call.
 *
 * @param parameters how many it has
 * @param around enters with what is called: another function once a new instance was made
 */
export function armed(parameters: number, { enter, failed, leave }: Around<Gate>): Gate {
  switch (parameters) {
    case 0:
      return () => {
        const call = enter();
        let value: unknown;
        try {
          value = call();
        } catch (error) {
          throw failed(error);
        }
        leave();
        return value;
      };
    case 1:
      return (a) => {
        const call = enter();
        let value: unknown;
        try {
          value = call(a);
        } catch (error) {
          throw failed(error);
        }
        leave();
        return value;
      };
    case 2:
      return (a, b) => {
        const call = enter();
        let value: unknown;
        try {
          value = call(a, b);
        } catch (error) {
          throw failed(error);
        }
        leave();
        return value;
      };
    default:
      return (...args) => {
        const call = enter();
        let value: unknown;
        try {
          value = call(...args);
        } catch (error) {
          throw failed(error);
        }
        leave();
        return value;
      };
  }
}
