import { libraryPolicy } from "@cofferdam/admission";

let folders: readonly string[] | undefined;

/** The folder of the system's loader that a library lies in or below. */
export function systemFolderOf(path: string): string | undefined {
  folders ??= libraryPolicy({ blockSystemLibs: true }, "/").blocked;
  return folders.find((folder) => path.startsWith(folder === "/" ? folder : `${folder}/`));
}
