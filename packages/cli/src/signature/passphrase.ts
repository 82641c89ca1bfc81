/** Of the key to sign with. Not an option: whoever may list processes would read it. */
export function passphrase(): { readonly passphrase?: string } {
  const { COFFERDAM_PASSPHRASE: given } = process.env;
  return given === undefined || given === "" ? {} : { passphrase: given };
}
