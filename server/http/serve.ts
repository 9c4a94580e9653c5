import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createPasswordCheck } from "./check-password";
import { isLoopback, refuseCrossSiteWrite, refuseForeignHost, type Refusal } from "./guard-request";

/** A reason not to serve that the person at the terminal can act on; shown as one line. */
export class ServeProblem extends Error {}

export type App = {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  close: () => Promise<void>;
};

export type ServeOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Asked of every request when set; without one only loopback is served. */
  password: string | null;
  /** Called once the port is ours, so that a port in use is reported before anything heavy is loaded. */
  loadApp: (port: number) => Promise<App>;
  onReady: (address: string) => void;
};

/** Next puts its page data into inline scripts, hence 'unsafe-inline'; no origin but our own appears anywhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const SECURITY_HEADERS = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

const IDLE_GRACE_MS = 2000;
const HARD_STOP_MS = 5000;

/** Serves the application behind the gate until SIGINT or SIGTERM. */
export async function serve({ host, port, password, loadApp, onReady }: ServeOptions): Promise<void> {
  if (!isLoopback(host) && password === null) {
    throw new ServeProblem(
      `${host} can be reached by others: set a password in GUMSHOE_PASSWORD first, or leave the host at 127.0.0.1`,
    );
  }
  let app: Promise<App> | null = null;
  const refuse = createGate(password);
  const server = createServer(async (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    try {
      const refusal = await refuse(request);
      if (refusal) answerRefusal(response, refusal);
      else await (await app)?.handle(request, response);
    } catch (error) {
      process.stderr.write(`gumshoe: ${request.method} ${request.url}: ${String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end("Something went wrong inside Gumshoe; its terminal says what.\n");
    }
  });
  // An upload of 10 GB over a slow line may take hours.
  server.requestTimeout = 0;
  // Longer than the usual idle time of a reverse proxy in front, so that it never reuses a connection we just closed.
  server.keepAliveTimeout = 75_000;

  const boundPort = await bind(server, host, port);
  app = loadApp(boundPort);
  const { close } = await app.catch((error: unknown) => {
    server.close();
    throw error;
  });
  onReady(`http://${isLoopback(host) ? "localhost" : bracketed(host)}:${boundPort}`);
  await stopSignal();
  await shutDown(server, close);
}

function createGate(password: string | null): (request: IncomingMessage) => Promise<Refusal | null> {
  const checkPassword = password === null ? null : createPasswordCheck(password);
  return async (request) => {
    if (checkPassword === null) return refuseForeignHost(request) ?? refuseCrossSiteWrite(request);
    const verdict = await checkPassword(request.headers.authorization, request.socket.remoteAddress ?? "");
    if (verdict === "right") return refuseCrossSiteWrite(request);
    if (verdict === "too-many") return { status: 429, text: "Too many wrong passwords. Wait a few seconds." };
    return { status: 401, text: "Gumshoe asks for its password; the user name may be anything." };
  };
}

function answerRefusal(response: ServerResponse, { status, text }: Refusal): void {
  if (status === 401) response.setHeader("WWW-Authenticate", 'Basic realm="Gumshoe", charset="UTF-8"');
  if (status === 429) response.setHeader("Retry-After", "5");
  // What remains of a refused upload is not read: the connection goes with the answer.
  response.setHeader("Connection", "close");
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new ServeProblem(bindProblem(error, host, port))));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(address !== null && typeof address === "object" ? address.port : port);
    });
  });
}

function bindProblem(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `port ${port} is in use, perhaps by another Gumshoe; stop that one or choose another with --port ${port + 1}`;
    case "EACCES":
      return `port ${port} needs administrator rights; choose one above 1023, as in --port 5020`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is not an address of this machine; leave --host out, or name one that is`;
    default:
      return `could not listen on ${host}:${port}: ${error.message}`;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** Running requests may finish; streams that never end are cut after a moment, and at five seconds everything is. */
async function shutDown(server: Server, closeApp: () => Promise<void>): Promise<void> {
  setTimeout(() => process.exit(0), HARD_STOP_MS).unref();
  const drained = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), IDLE_GRACE_MS).unref();
  await drained;
  await closeApp();
}
