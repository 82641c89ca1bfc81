import { isIP } from "node:net";
import * as z from "zod/mini";
import { MAX_TEXT } from "../limits.js";
import type { ValueType } from "../table.js";

const error =
  'an origin: "https://host" or "https://host:port", or "https://*.host" for all hosts below it';

/** Where a guest may connect to. Normalised: lower case, punycode, without the port that is the protocol's own. */
export function origin(): ValueType<string> {
  const written = z.string({ error }).check(z.maxLength(MAX_TEXT, { error }));
  const schema = z.pipe(
    written,
    z.transform((given: string, { issues }) => {
      const found = originOf(given);
      if (found === undefined) issues.push({ code: "custom", message: error, input: given });
      return found ?? given;
    }),
  );
  return { name: "origin", schema };
}

/** No path, no credentials, nothing that a URL's parser leaves out or reads as something else. */
const form = /^(https?:\/\/)(\*\.)?([^\s*/\\?#@:[\]]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

function originOf(given: string): string | undefined {
  const [, scheme, wildcard = "", host, port = ""] = form.exec(given) ?? [];
  const bare = `${scheme}${host}${port}`;
  const url = scheme === undefined ? undefined : parsed(bare);
  if (url === undefined || (wildcard !== "" && !isDomain(url.hostname))) return undefined;
  return `${url.protocol}//${wildcard}${url.host}`;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Of two names at least: `*.com` is everybody. */
function isDomain(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, "")) === 0 && /[^.]\.[^.]/.test(hostname);
}
