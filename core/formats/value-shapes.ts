/** Shapes by which the values of a column without a name are told apart. Each is tested on a value that is neither empty nor `-`. */
const OCTETS = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
// Eight groups, or fewer around a double colon: a time of day is no address.
const V6 = /^\[?(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?=.*::)[0-9A-Fa-f:]{2,39}(?:\d{1,3}\.){0,3}\d{0,3})\]?$/;
const MEMBER = /, ?| : /;

const every = (test: RegExp) => (value: string) =>
  value.split(MEMBER).every((member) => member === "-" || test.test(member));

export const isClientAddress = (value: string): boolean =>
  value
    .split(/, ?/)
    .every((member) => OCTETS.test(member) || V6.test(member) || member === "unix:" || member === "unknown");
export const isUpstreamAddress = every(/^(?:\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}|\[[0-9A-Fa-f:.]+\]:\d{1,5}|unix:\/\S+)$/);
export const isStatus = (value: string): boolean => /^(?:[1-5]\d\d|000|009)$/.test(value);
export const isStatusList = every(/^(?:[1-5]\d\d|000|009)$/);
export const isDuration = every(/^\d{1,6}\.\d{1,6}$/);
export const isInteger = (value: string): boolean => /^\d{1,15}$/.test(value);
export const isRequestLine = (value: string): boolean => /^[A-Z_-]{2,20} \S.* HTTP\/\d(?:\.\d)?$/.test(value);
export const isMethod = (value: string): boolean =>
  /^(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|CONNECT|TRACE|PROPFIND|PURGE|REPORT|MKCOL|SEARCH)$/.test(value);
export const isTarget = (value: string): boolean => /^\/\S*/.test(value);
export const isProtocol = (value: string): boolean => /^HTTP\/\d(?:\.\d)?$/.test(value);
export const isHostName = (value: string): boolean =>
  /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_-]{1,63})+\.?|localhost|_)(?::\d{1,5})?$/.test(value) &&
  !/^[\d.]+(?::\d+)?$/.test(value);
export const isReferer = (value: string): boolean => /^(?:https?|android-app):\/\//.test(value);
export const isUserAgent = (value: string): boolean =>
  /[A-Za-z][\w. -]*\/[\dv]|Mozilla|bot|curl|Wget/i.test(value) && !isReferer(value);
export const isCacheStatus = (value: string): boolean =>
  /^(?:HIT|MISS|BYPASS|EXPIRED|STALE|UPDATING|REVALIDATED|SCARCE)$/.test(value);
export const isRequestId = (value: string): boolean =>
  /^(?:[0-9a-f]{16,64}|[0-9a-f]{8}(?:-[0-9a-f]{4,12}){3,4})$/i.test(value);
export const isServiceName = (value: string): boolean => /^[a-z0-9][a-z0-9-]*-[a-z0-9-]+$/.test(value);
export const isScheme = (value: string): boolean => /^https?$/.test(value);
