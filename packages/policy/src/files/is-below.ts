/** Is a path a folder's own, or inside of it? Both absolute, without `.`, `..` or `//`. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? folder : `${folder}/`);
}
