/** Why there is no testsuite, if so. */
export function missingSuite(): string | undefined;
/** @returns the folder of the scripts. */
export function prepareSuite(): Promise<string>;
