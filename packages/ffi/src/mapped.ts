import koffi from "koffi";

/** dlopen(3): only if it is loaded already. */
const RTLD_LAZY_NOLOAD = 0x1 | 0x4;

interface Loader {
  dlopen(path: string, flags: number): bigint | null;
  dlclose(handle: bigint): number;
}

let loader: Loader | undefined;

/** Is the library still mapped into this process? Then loading it again gives the same state. */
export function isMapped(path: string): boolean {
  loader ??= bind();
  const handle = loader.dlopen(path, RTLD_LAZY_NOLOAD);
  if (handle === null) return false;
  loader.dlclose(handle);
  return true;
}

function bind(): Loader {
  const self = koffi.load(null);
  return {
    dlopen: self.func("void *dlopen(const char *path, int flags)"),
    dlclose: self.func("int dlclose(void *handle)"),
  };
}
