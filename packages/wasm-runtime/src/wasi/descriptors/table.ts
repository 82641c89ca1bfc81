import { refuse } from "../errno.js";
import { MAX_DESCRIPTORS } from "../limits.js";
import type { Descriptor } from "./descriptor.js";
import { DirectoryDescriptor } from "./directory.js";
import { FileDescriptor } from "./file.js";

/** Never given out again: nothing that is opened is taken for a standard stream. */
const FIRST = 3;

/** The guest's numbers. */
export class DescriptorTable {
  readonly #descriptors: (Descriptor | undefined)[] = [];

  /** Closes what is open, and begins anew with these. */
  refill(descriptors: readonly Descriptor[]): void {
    this.closeAll();
    this.#descriptors.push(...descriptors);
  }

  /** @throws EBADF, or ENOTCAPABLE */
  get(fd: number, right = 0): Descriptor {
    const descriptor = this.#descriptors[fd];
    return descriptor === undefined ? refuse("EBADF") : descriptor.need(right);
  }

  /** @throws EBADF, EISDIR, ESPIPE, ENOTCAPABLE */
  file(fd: number, right: number): FileDescriptor {
    const descriptor = this.get(fd);
    if (descriptor instanceof DirectoryDescriptor) refuse("EISDIR");
    return descriptor instanceof FileDescriptor ? descriptor.need(right) : refuse("ESPIPE");
  }

  /** @throws EBADF, ENOTDIR, ENOTCAPABLE */
  directory(fd: number, right: number): DirectoryDescriptor {
    const descriptor = this.get(fd);
    return descriptor instanceof DirectoryDescriptor ? descriptor.need(right) : refuse("ENOTDIR");
  }

  /** Is there room for one more? @throws EMFILE */
  reserve(): number {
    let fd = FIRST;
    while (this.#descriptors[fd] !== undefined) fd++;
    return fd < MAX_DESCRIPTORS ? fd : refuse("EMFILE");
  }

  add(descriptor: Descriptor): number {
    const fd = this.reserve();
    this.#descriptors[fd] = descriptor;
    return fd;
  }

  close(fd: number): void {
    const descriptor = this.get(fd);
    this.#descriptors[fd] = undefined;
    descriptor.close();
  }

  /** Both are open, and then only `to` is. @throws EBADF */
  renumber(from: number, to: number): void {
    const descriptor = this.get(from);
    const replaced = this.get(to);
    if (descriptor === replaced) return;
    this.#descriptors[to] = descriptor;
    this.#descriptors[from] = undefined;
    replaced.close();
  }

  closeAll(): void {
    for (const descriptor of this.#descriptors.splice(0)) descriptor?.close();
  }
}
