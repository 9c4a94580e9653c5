import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.quiet-orchard.test"];

function http(context) {
  const [first, second, auth] = context.upstreams.map(addressOf);
  const guarded = (path) => `location ${path} { auth_request /_auth; proxy_pass http://app; }`;
  return `${upstreamBlock("app", [first, second])}
${site(context, {
  gzip: true,
  hosts,
  target: "http://app",
  location: `location = /_auth { internal; proxy_pass http://${auth}/session; proxy_pass_request_body off; proxy_set_header Content-Length ""; }
    ${guarded("/account/")}
    ${guarded("/api/")}`,
})}`;
}

export default {
  id: "auth-service-down",
  title: "the service that auth_request asks is down: nginx answers 500",
  subnet: 236,
  template: "short",
  zone: "Europe/Madrid",
  begin: "2026-04-12T18:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  gzip: true,
  hosts,
  upstreams: (context) => pool(context, 3),
  http,
  inject: ({ upstreams }) => upstreams[2].stop(),
  remove: ({ upstreams }) => upstreams[2].start(),
  incident: ({ context }) => ({
    category: "upstream",
    cause: "upstream-down",
    upstreams: [addressOf(context.upstreams[2])],
    paths: ["/account", "/api"],
    statuses: [500],
  }),
};
