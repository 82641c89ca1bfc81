/** An export of reactors that is called when they are opened, and then no more. */
export const INITIALIZE = "_initialize";
