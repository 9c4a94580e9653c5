/** A directive with the place where it stands, so that advice can name file and line. */
export interface Placed<T> {
  value: T;
  file: string;
  /** 1-based. */
  line: number;
}

export interface ConfigServer {
  address: string;
  /** Remaining words of the `server` directive: `max_fails=0`, `backup`, `down`. */
  parameters: string[];
  file: string;
  line: number;
}

export interface ConfigUpstream {
  name: string;
  servers: ConfigServer[];
  keepalive: Placed<number> | null;
  keepaliveTimeoutMs: Placed<number> | null;
  file: string;
  line: number;
}

/** A place where requests are handed on: `proxy_pass`, `fastcgi_pass`, `uwsgi_pass`, `grpc_pass`, `scgi_pass`. */
export interface ConfigRoute {
  directive: string;
  /** As written, `http://app:8080` or with variables. */
  target: string;
  serverNames: string[];
  location: string | null;
  file: string;
  line: number;
}

/** What a proxy's configuration says that bears on gateway errors. Directives not set are absent: the product's default holds. */
export interface ProxyConfig {
  product: "nginx";
  files: string[];
  upstreams: ConfigUpstream[];
  routes: ConfigRoute[];
  /** Values by directive name (`proxy_read_timeout`, `proxy_next_upstream`, `resolver`, `proxy_buffer_size`, `proxy_ssl_verify`, …), every occurrence. */
  directives: Record<string, Placed<string>[]>;
  logFormats: Placed<{ name: string; template: string; escape: "default" | "json" | "none" }>[];
  accessLogs: Placed<{ path: string; format: string | null }>[];
  /** `return 502|503|504 …` and the like: answers made on purpose. */
  deliberateErrors: Placed<{ status: number; location: string | null }>[];
}
