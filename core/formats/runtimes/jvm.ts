import type { FormatDefinition } from "@/core/formats/format-definition";
import { rulesOfPhase, type SignatureRule } from "@/core/formats/match-signature";
import { openMessages } from "@/core/formats/open-messages";

/**
 * Exceptions of the JVM, of Tomcat, and of Spring Cloud Gateway on Reactor Netty.
 * Sources: https://github.com/reactor/reactor-netty, https://github.com/apache/tomcat, https://github.com/spring-cloud/spring-cloud-gateway
 */
// prettier-ignore
const SIGNATURES: readonly SignatureRule[] = [
  ...rulesOfPhase("read_header", [
    ["jvm-out-of-memory", /java\.lang\.OutOfMemoryError(?:: |$)/, "OOM", "upstream-crash", "high", "the JVM ran out of memory"],
    ["jvm-fatal-error", /A fatal error has been detected by the Java Runtime Environment|Terminating due to java\.lang\.OutOfMemoryError/, "SIGSEGV", "upstream-crash", "high", "the JVM crashed"],
    ["scg-premature-close", /PrematureCloseException: Connection prematurely closed (?:BEFORE|DURING) response|Connection has been closed BEFORE response/, "PrematureCloseException", "keepalive-race", "medium", "the upstream closed a connection that was used again"],
    ["scg-answer-timeout", /ReadTimeoutException|Response took longer than (?:configured )?timeout|java\.net\.SocketTimeoutException: Read timed out|HttpTimeoutException: request timed out/, null, "upstream-timeout", "high", "the upstream did not answer in time"],
    ["jvm-reset", /(?:SocketException|IOException|NativeIoException).{0,80}Connection reset(?: by peer)?/, "104/ECONNRESET", "premature-close", "low", "the other side reset the connection"],
  ]),
  ...rulesOfPhase("connect", [
    ["scg-refused", /(?:ConnectException|AnnotatedConnectException).{0,80}Connection refused/, "111/ECONNREFUSED", "upstream-down", "high", "connection refused"],
    ["scg-connect-timeout", /ConnectTimeoutException|connection timed out(?: after \d+ ms)?: |SocketTimeoutException: [Cc]onnect timed out/, "110/ETIMEDOUT", "connection-timeout", "medium", "connection timed out"],
    ["scg-no-route", /NoRouteToHostException|AnnotatedNoRouteToHostException/, "113/EHOSTUNREACH", "no-route", "medium", "no route to the upstream"],
    ["jvm-port-taken", /BindException: Address already in use|Port \d+ was already in use/, "98/EADDRINUSE", "upstream-down", "high", "the application could not take its port"],
    ["jvm-start-failed", /APPLICATION FAILED TO START|Application run failed/, null, "upstream-down", "high", "the application did not start"],
    ["jvm-out-of-files", /Too many open files/, "24/EMFILE", "fd-exhaustion", "high", "no file descriptor left"],
  ]),
  ...rulesOfPhase("resolve", [
    ["scg-dns", /UnknownHostException|Failed to resolve '[^']{1,253}'/, null, "dns-failure", "high", "the upstream's name did not resolve"],
  ]),
  ...rulesOfPhase("tls", [
    ["scg-tls-verify", /PKIX path (?:building|validation) failed|CertificateExpiredException|No subject alternative (?:DNS )?name/, "x509", "tls-verify", "high", "the upstream's certificate is not accepted"],
    ["scg-tls-no-tls", /NotSslRecordException|Unsupported or unrecognized SSL message/, null, "wrong-protocol", "high", "the upstream's port does not speak TLS"],
    ["scg-tls-handshake", /SSLHandshakeException|SslHandshakeTimeoutException/, null, "tls-handshake", "high", "TLS handshake with the upstream failed"],
  ]),
  ...rulesOfPhase("proxy_internal", [
    ["scg-pool-exhausted", /Pool#acquire\(Duration\) has been pending for more than the configured timeout|PoolAcquirePendingLimitException|Pending acquire queue has reached its maximum size/, null, "upstream-overload", "high", "no free connection in the gateway's pool"],
    ["jvm-threads-busy", /All threads \(\d+\) are currently busy|Maximum number of threads \(\d+\) created for connector/, null, "upstream-overload", "high", "every thread of Tomcat is busy"],
    ["jvm-db-pool-exhausted", /Connection is not available, request timed out after \d+ms/, null, "upstream-overload", "medium", "the application waits for its database connections"],
    ["scg-no-instance", /Unable to find instance for |No servers available for service: /, null, "no-endpoints", "high", "no instance of the service"],
    ["jvm-circuit-open", /CallNotPermittedException|CircuitBreaker '[^']{1,200}' is OPEN/, null, "circuit-breaker", "high", "circuit breaker is open"],
    ["jvm-started", /Started \S{1,200} in [\d.]+ seconds|Server startup in \[?\d+\]? (?:ms|milliseconds)/, null, "", "high", "the application started"],
    ["jvm-stop", /Commencing graceful shutdown|Graceful shutdown complete|Stopping service \[|Destroying ProtocolHandler/, null, "", "high", "the application stops"],
  ]),
];

const LEVEL = "TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE|FINE|CONFIG";
const HEADS = [
  // Spring Boot: 2026-11-23T02:30:11.123Z ERROR 1 --- [app] [nio-8080-exec-1] o.a.c.c.C : message
  new RegExp(
    String.raw`^(?<time>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|[+-]\d{2}:\d{2})?) +(?<level>${LEVEL}) (?<pid>\d{1,10}) --- (?<message>.*)$`,
  ),
  // Tomcat: 23-Nov-2026 02:30:11.123 SEVERE [http-nio-8080-exec-1] org.apache.Class.method message
  new RegExp(
    String.raw`^(?<time>\d{2}-[A-Z][a-z]{2}-\d{4} \d{2}:\d{2}:\d{2}\.\d{3}) (?<level>${LEVEL}) \[[^\]]{0,200}\] (?<message>.*)$`,
  ),
  // Logback and log4j: 2026-11-23 02:30:11,123 [thread] ERROR a.b.Class - message
  new RegExp(
    String.raw`^\[?(?<time>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[.,]\d{3}(?:Z|[+-]\d{2}:?\d{2})?)\]? +(?:\[[^\]]{1,200}\] +)?\[?(?<level>${LEVEL})\]? +(?:\[[^\]]{1,200}\] +)?(?<message>(?:[a-z][\w$]{0,60}\.){1,12}\w{1,80}\b.*)$`,
  ),
];

/** Source: https://docs.spring.io/spring-boot/reference/features/logging.html */
export const jvm: FormatDefinition = {
  id: "jvm",
  title: "Java application (Spring, Tomcat)",
  product: "Java",
  role: "app-error",
  kind: "message",
  docs: "https://docs.spring.io/spring-boot/reference/features/logging.html",
  template: null,
  looksLike:
    /^\d{4}-\d{2}-\d{2}[T ][\d:.]{12}\S{0,6} +[A-Z]{4,5} \d+ --- |^\d{2}-[A-Z][a-z]{2}-\d{4} [\d:.]{12} [A-Z]{4,7} \[|\b(?:java|javax|jakarta|reactor|io\.netty|org\.(?:apache|spring\w*))\.[\w.$]{1,120}(?:Exception|Error)\b|(?:[A-Z]{4,5})\]? +(?:\[[^\]]{1,100}\] +)?(?:[a-z][\w]{0,30}\.){2,10}[A-Z]\w/,
  sparse: true,
  precedence: 50,
  signatures: SIGNATURES,
  samples: [
    {
      line: "2026-11-23T02:30:11.123Z ERROR 1 --- [nio-8080-exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet] : Servlet.service() threw java.lang.OutOfMemoryError: Java heap space",
      event: {
        atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123),
        level: "error",
        pid: 1,
        signature: "jvm-out-of-memory",
        phase: "read_header",
      },
    },
    {
      line: "23-Nov-2026 02:30:11.123 WARNING [http-nio-8080-Acceptor] org.apache.tomcat.util.threads.ThreadPoolExecutor All threads (200) are currently busy, waiting.",
      event: { atMs: Date.UTC(2026, 10, 23, 2, 30, 11, 123), level: "warning", signature: "jvm-threads-busy" },
    },
    {
      line: "2026-11-23 02:30:11,123 [reactor-http-epoll-2] ERROR o.s.w.s.a.HttpWebHandlerAdapter - reactor.netty.http.client.PrematureCloseException: Connection prematurely closed BEFORE response",
      event: { signature: "scg-premature-close", level: "error" },
    },
  ],
  canTell: ["memory that ran out, pools and threads that are all in use", "the gateway's exceptions by their phase"],
  cannotTell: ["which request failed, mostly", "stack traces' lines without a time of their own"],
  improve:
    "logging.level.org.springframework.cloud.gateway=DEBUG while it fails; a JSON encoder keeps stack traces in one line.",
  open: (choice, options) =>
    openMessages(
      choice.id,
      {
        product: "a Java application",
        rules: SIGNATURES,
        heads: HEADS,
        upstream:
          /Connection refused: [^/\s]{0,200}\/((?:\d{1,3}\.){3}\d{1,3}:\d{1,5})|timed out(?: after \d+ ms)?: [^/\s]{0,200}\/((?:\d{1,3}\.){3}\d{1,3}:\d{1,5})/,
      },
      options,
    ),
};
