import { addressOf, pool, site, upstreamBlock } from "./fault.mjs";

/** What all controls share: a healthy pool of two, and nothing that is a gateway incident. `extra` says what happens instead. */
export function control({
  id,
  title,
  subnet,
  hosts,
  zone,
  begin,
  template = "keyValue",
  errorLog = true,
  calibration = true,
  ...extra
}) {
  return {
    id,
    title,
    subnet,
    hosts,
    zone,
    begin,
    template,
    errorLog,
    config: false,
    calibration,
    control: true,
    upstreams: (context) => pool(context, 2),
    http: (context) => `${upstreamBlock("app", context.upstreams.map(addressOf))}
${site(context, { hosts, target: "http://app" })}`,
    inject: () => {},
    remove: () => {},
    ...extra,
  };
}
