import { addressOf, pool, site, upstreamBlock } from "../fault.mjs";

const hosts = ["www.iron-gate.test"];

const LOCATIONS = (auth) => `location = /_session {
        internal;
        proxy_pass http://${auth}/session;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
    }
    location /account/ { auth_request /_session; proxy_pass http://app; }
    location /api/ { auth_request /_session; proxy_pass http://app; }`;

export default {
  id: "auth-service-down",
  title: "the service that auth_request asks stops: nginx answers 500",
  subnet: 200,
  template: "short",
  zone: "Europe/Warsaw",
  begin: "2026-02-11T08:00:00Z",
  errorLog: true,
  config: true,
  calibration: true,
  perSecond: 14,
  hosts,
  upstreams: (context) => pool(context, 3),
  http: ({ upstreams, ...context }) => {
    const [one, other, auth] = upstreams.map(addressOf);
    return `${upstreamBlock("app", [one, other])}
${site(context, { hosts, target: "http://app", location: LOCATIONS(auth) })}`;
  },
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
