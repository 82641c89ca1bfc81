/** Arguments of one function on the stack: copied in every call, to a stack of 1 MiB by default. More is a typo. */
export const MAX_ARGUMENT_BYTES = 1024 ** 2;
/** A result in the caller's memory: zeroed after a fault, so too large a number would overwrite what is next to it. */
export const MAX_RESULT_BYTES = 1024 ** 2;
