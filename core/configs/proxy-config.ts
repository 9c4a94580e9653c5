/** A directive with the place where it stands, so that advice can name file and line. */
export interface Placed<T> {
  value: T;
  file: string;
  /** 1-based. */
  line: number;
}

export type ConfigProduct = "nginx" | "haproxy" | "apache" | "caddy" | "envoy" | "traefik" | "varnish" | "squid";

export interface ConfigServer {
  /** What the product's log calls the server where it does not write its address: `be_app/app01` of HAProxy; null where it does. */
  name: string | null;
  /** `10.0.0.1:8080`, `[2001:db8::1]:8080`, `app:8080` or `unix:/run/app.sock`, as access logs write upstreams. */
  address: string;
  /** Remaining words of the server's own directive: `max_fails=0`, `backup`, `check`, `ssl`. */
  parameters: string[];
  file: string;
  line: number;
}

/** nginx's `upstream`, HAProxy's `backend`, Apache's `balancer://`, Envoy's cluster, Traefik's service; a lone target is a group of its own. */
export interface ConfigUpstream {
  name: string;
  servers: ConfigServer[];
  keepalive: Placed<number> | null;
  keepaliveTimeoutMs: Placed<number> | null;
  file: string;
  line: number;
}

/** How a proxy speaks to the upstream; `h2` and `tls` are HTTP/2 and bare TCP within TLS. */
export type Scheme =
  | "http"
  | "https"
  | "h2"
  | "h2c"
  | "grpc"
  | "grpcs"
  | "fastcgi"
  | "uwsgi"
  | "scgi"
  | "ajp"
  | "memcached"
  | "tcp"
  | "tls";

/** A place where requests are handed on: `proxy_pass`, `use_backend`, `ProxyPass`, `reverse_proxy`, a route to a cluster. */
export interface ConfigRoute {
  directive: string;
  /** As written, `http://app:8080` or with variables. */
  target: string;
  /** Name of the upstream group asked; null where the configuration defines none of that name, or it is found at run time. */
  group: string | null;
  /** Null where it is not written, or found at run time. */
  scheme: Scheme | null;
  /** The target is known only at run time, and only through a resolver that the configuration has to name. */
  needsResolver: boolean;
  serverNames: string[];
  location: string | null;
  file: string;
  line: number;
}

/** A directive of any product, by its own name and words. */
export interface Meaning {
  /** The product's name for it: `proxy_read_timeout`, `timeout server`, `route.timeout`. */
  directive: string;
  /** Its value as it stands there: `60s`. */
  written: string;
  /** Upstream group it holds for; null where it holds for more than one, or the configuration does not tie it to one. */
  scope: string | null;
}

/**
 * `connect` to the upstream, TLS included where the product counts it so; `send` and `read`: longest silence while the request goes
 * out, or until the answer begins or goes on; `total`: the whole exchange; `queue`: wait for a free slot; `client`: silence of the
 * client; `aside`: how long a peer that failed is left alone.
 */
export type TimerKind =
  | "connect"
  | "send"
  | "read"
  | "total"
  | "queue"
  | "client"
  | "idle-upstream"
  | "idle-client"
  | "resolve"
  | "aside"
  | "health-interval"
  | "health-timeout";

export interface ConfigTimer extends Meaning {
  kind: TimerKind;
  ms: number;
}

export interface ConfigRetry extends Meaning {
  /** Attempts after the first; null where no number is set. */
  times: number | null;
  /** What is retried, in the product's words: `error`, `http_502`, `conn-failure`. */
  on: string[];
}

export interface ConfigResolver extends Meaning {
  /** Addresses of DNS servers; [] for the operating system's own. */
  servers: string[];
}

/** TLS towards an upstream. */
export interface ConfigTls extends Meaning {
  /** Is the upstream's certificate verified? Null where this directive does not say. */
  verify: boolean | null;
  serverName: string | null;
  /** File of trusted authorities. */
  ca: string | null;
}

export interface ConfigBuffer extends Meaning {
  /** `response-header` has to hold the whole header of an answer. */
  kind: "response-header" | "response-body";
  bytes: number;
}

/** Are connections to the upstream kept open and used again? */
export interface ConfigKeepalive extends Meaning {
  on: boolean;
  /** Nothing is written; it is what the product does. */
  byDefault: boolean;
}

export interface ConfigLimit extends Meaning {
  /** `failures`: how often a peer may fail before it is left alone. */
  kind: "rate" | "proxy-connections" | "server-connections" | "open-files" | "failures";
}

export interface ConfigHealthCheck extends Meaning {
  /** Null for a bare connect. */
  path: string | null;
}

/** What directives mean, in the same words for every product. Only what is written, but for `byDefault`. */
export interface ConfigMeanings {
  timers: Placed<ConfigTimer>[];
  retries: Placed<ConfigRetry>[];
  resolvers: Placed<ConfigResolver>[];
  tls: Placed<ConfigTls>[];
  buffers: Placed<ConfigBuffer>[];
  keepaliveUpstream: Placed<ConfigKeepalive>[];
  limits: Placed<ConfigLimit>[];
  healthChecks: Placed<ConfigHealthCheck>[];
}

export type LogDialect =
  "nginx" | "haproxy" | "apache" | "apache-error" | "envoy" | "envoy-json" | "caddy" | "traefik" | "squid";

export interface ConfigLogFormat {
  /** As access logs refer to it: a nickname, or a name made of the section that owns it. */
  name: string;
  /** As the product understands it, quotes and continuations undone; JSON of keys and operators for `envoy-json`. */
  template: string;
  escape: "default" | "json" | "none";
  dialect: LogDialect;
}

/** An answer 5xx made on purpose. */
export interface DeliberateError {
  status: number;
  /** What `location` is: "location", "frontend", "virtual host". */
  kind: string;
  /** Path, section or condition it holds for; null for everything. */
  location: string | null;
  /** Upstream group whose requests are all answered so, because it has no server; null where a rule answers. */
  scope: string | null;
}

/** What a proxy's configuration says that bears on gateway errors. Directives not set are absent: the product's default holds. */
export interface ProxyConfig extends ConfigMeanings {
  product: ConfigProduct;
  files: string[];
  upstreams: ConfigUpstream[];
  routes: ConfigRoute[];
  /** Values by directive name (`proxy_read_timeout`, `timeout server`, `ProxyPass`, …), every occurrence. */
  directives: Record<string, Placed<string>[]>;
  logFormats: Placed<ConfigLogFormat>[];
  /** `format` is the name of a log format, defined here or known to the product; null for the product's default. */
  accessLogs: Placed<{ path: string; format: string | null }>[];
  deliberateErrors: Placed<DeliberateError>[];
  /** Sentences about what could not be read, and what to do. */
  notes: Placed<string>[];
}
