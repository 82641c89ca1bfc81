import { isBelow } from "../files/is-below.js";

/**
 * Files and folders that are below one path of each list: what several documents allow together.
 *
 * @param lists absolute paths, without `.`, `..` or `//`
 */
export function commonPaths(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce((left, right) => unique(left.flatMap((path) => below(path, right))));
}

/** The smaller of `path` and each of the list, where one is below the other. */
function below(path: string, list: readonly string[]): readonly string[] {
  return list.flatMap((other) => {
    if (isBelow(path, other)) return [path];
    return isBelow(other, path) ? [other] : [];
  });
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
