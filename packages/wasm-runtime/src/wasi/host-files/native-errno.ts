import { getSystemErrorName } from "node:util";
import { Errno, type ErrnoName, refuse } from "../errno.js";

/** @param error negative @throws Refusal */
export function refuseNative(error: number): never {
  const name = getSystemErrorName(error);
  return refuse(name in Errno ? (name as ErrnoName) : "EIO");
}
