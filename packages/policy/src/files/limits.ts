/** How often a file is read anew because somebody wrote to it meanwhile. */
export const MAX_READINGS = 5;
