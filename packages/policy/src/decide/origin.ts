/** `https://api.example.com` matches its own URLs, `https://*.example.com` those of all hosts below, and not its own. */
export function matchesOrigin(pattern: string, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username !== "" || password !== "") return false; // what looks like a host may be a name
  const wildcard = pattern.includes("://*.");
  const allowed = new URL(pattern.replace("://*.", "://"));
  if (allowed.protocol !== protocol || allowed.port !== port) return false;
  return wildcard ? hostname.endsWith(`.${allowed.hostname}`) : hostname === allowed.hostname;
}
