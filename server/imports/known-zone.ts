/** Whether a text names a zone: an offset such as `+02:00`, or an IANA name that this Node knows. */
export function knownZone(zone: string): boolean {
  const offset = /^[+-](\d\d):?(\d\d)$/.exec(zone);
  if (offset) return Number(offset[1]) <= 14 && Number(offset[2]) < 60;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
