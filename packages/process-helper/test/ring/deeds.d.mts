export const deeds: Readonly<
  Record<
    | "add"
    | "callBack"
    | "die"
    | "answerAndDie"
    | "stop"
    | "exit"
    | "sleep"
    | "loop"
    | "closeAll"
    | "wrongId"
    | "wrongKind"
    | "answerTwice"
    | "callBackTwice"
    | "scribble"
    | "flood"
    | "floodOnce"
    | "truncate"
    | "payload"
    | "write"
    | "writeForEver"
    | "writeAndAbort"
    | "closeOutput"
    | "pause"
    | "floodOutput",
    number
  >
>;
