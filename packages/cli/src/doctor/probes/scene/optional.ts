/** A package that an application need not have; the compiler does not know it. */
export async function optional<Exports>(name: string): Promise<Exports> {
  return (await import(name)) as Exports;
}
