export type { AfterFault } from "./after-fault.js";
export { type CallbackThunk, callbackThunk, callerGuard, lastingExit } from "./callback.js";
export { afterFaultOf } from "./deciding-layer.js";
export { decoratedError } from "./decorate.js";
export * from "./errors.js";
export {
  type CallEvent,
  type FaultEvent,
  type NoticeEvent,
  type OpenEvent,
  publishNotice,
} from "./events.js";
export type * from "./fault.js";
export type { Gate } from "./gate.js";
export { type Guard, isolate } from "./isolate.js";
export * from "./isolation-error.js";
export type * from "./layer.js";
export type * from "./linking.js";
export { type MovedCompartment, movedCompartment } from "./moved-compartment.js";
export { isOwnAddon, loadNative, nativeFile, platformName, prebuiltPlatforms } from "./native.js";
export type * from "./native-half.js";
export { checkKeys } from "./options.js";
export { type Outcome, outcome } from "./outcome.js";
export { openPrivateLibrary, type PrivateLibrary } from "./private-library.js";
export { isSupported, probe } from "./probe.js";
export type { Recipe } from "./recipe.js";
export { bytesOf, type Size } from "./size.js";
export type * from "./target.js";
export { allocating, type OwnUse, type Use } from "./use.js";
export { gate, type WrapOptions, type WrappedAddress } from "./wrap.js";
