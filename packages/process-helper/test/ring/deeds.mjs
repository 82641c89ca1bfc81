/** What guests/helper.cc does for a function index: enum Deed there. */
export const deeds = {
  add: 0,
  callBack: 1, // asks the host's function 77 for a number, returns it plus one
  die: 2, // by SIGKILL, without an answer
  answerAndDie: 3,
  stop: 4,
  exit: 5, // with code 7
  sleep: 6,
  loop: 7,
  closeAll: 8,
  wrongId: 9,
  wrongKind: 10,
  answerTwice: 11,
  callBackTwice: 12, // without waiting in between
  scribble: 13, // a thread writes all words and records for ever, and the helper goes on answering
  flood: 14, // a thread rings the doorbell for ever; no answer
  floodOnce: 15, // rings until the doorbell is full, writes how often to the payload, then answers
  truncate: 16, // returns the errno
  payload: 17, // adds 1 to each of slot 1 bytes at offset slot 0
  write: 18, // lines "line N" to standard output and error in turns, slot 0 bytes of them
  writeForEver: 19,
  writeAndAbort: 20, // 50 kB of lines, then "last words"
  closeOutput: 21,
  pause: 22, // slot 0 microseconds
  floodOutput: 23, // threads keep the largest pipe there is full for ever; no answer
};
