import { refuse } from "../errno.js";

/** The half of a Directory that changes something: refused. */
export abstract class UnchangingNames {
  mkdir(): void {
    refuse("EROFS");
  }

  rmdir(): void {
    refuse("EROFS");
  }

  unlink(): void {
    refuse("EROFS");
  }

  symlink(): void {
    refuse("EROFS");
  }

  link(): void {
    refuse("EROFS");
  }

  rename(): void {
    refuse("EROFS");
  }

  setTimesSelf(): void {
    refuse("EROFS");
  }

  sync(): void {}
}
