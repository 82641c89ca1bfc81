/** The executable of a Node.js from 26 on, or why there is none. */
export function node26(): { readonly path?: string; readonly missing?: string };
