/** What a library for this machine looks like. */
export interface Machine {
  /** e_machine of its ELF header. */
  readonly elf: number;
  /** Flags of its entries in ld.so.cache (sysdeps/generic/ldconfig.h of glibc). */
  readonly cacheFlags: number;
  /** Folder of its libraries below /lib and /usr/lib on Debian and its kin. */
  readonly folder: string;
}

const machines: Readonly<Partial<Record<NodeJS.Architecture, Machine>>> = {
  x64: { elf: 62, cacheFlags: 0x0303, folder: "x86_64-linux-gnu" },
  arm64: { elf: 183, cacheFlags: 0x0a03, folder: "aarch64-linux-gnu" },
};

/** undefined: we do not know libraries of this machine, and none can be admitted. */
export const thisMachine: Machine | undefined = machines[process.arch];
