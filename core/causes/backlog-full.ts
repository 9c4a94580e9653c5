import { surgeSignal, trafficGrowth } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { failsInstantly } from "./duration-signal";
import { againstAnswered, againstConnected, upstreamFieldShare } from "./failing-attempts";
import { appMessageSignal, messagesOf, messageSignal, silence } from "./message-signal";
import { percent } from "./number-words";
import { settings } from "./product-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const backlogFull = defineCause({
  id: "backlog-full",
  category: "overload",
  title: "The upstream's accept queue is full",
  summary:
    "The socket is there and its process lives, but more connections wait than its queue holds. A unix socket then answers “try again” at once (errno 11); over TCP connects take 1, 3, 7 seconds and finally time out.",
  docs: "https://www.php.net/manual/en/install.fpm.configuration.php#listen-backlog",
  needs: [],
  helps: ["signatures", "appMessages", "upstreamField"],
  tellsApart:
    "From a missing socket (errno 2), a stale one (111) and permissions (13): the errno in the error log. From plain overload: errno 11 rather than timeouts.",
  weigh: (evidence) => {
    const full = messagesOf(evidence, ["backlog-full"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, full, 5),
      ...silence(evidence, full, "“Resource temporarily unavailable”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const unix = upstreamFieldShare(evidence, "unix") ?? 0;
    const guess = evidence.signatures === null && unix > 0.5 && failsInstantly(evidence) && evidence.spike.ratio < 0.9;
    if (guess) {
      signals.push(
        supports(
          `Instant failures at a unix socket that still serves ${percent(1 - evidence.spike.ratio)} of the requests`,
          2,
          "access-log",
          evidence.upstreamField?.samples,
        ),
      );
    }
    if (full.length > 0 || guess) {
      signals.push(...surgeSignal(evidence, 0.8));
      signals.push(...appMessageSignal(evidence, ["upstream-overload"], 1.5));
      if (trafficGrowth(evidence) < 1.5 && evidence.spike.ratio < 0.9 && full.length > 0) {
        signals.push(
          supports(`${percent(1 - evidence.spike.ratio)} of the requests were still served`, 0.3, "access-log"),
        );
      }
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "backlog-queue",
      "Look at the queue of {socket}",
      "Errno 11 means that the queue was full in that moment.",
      [
        "ss -xl | grep -F {socket}   # Recv-Q = waiting, Send-Q = limit",
        "nstat -az TcpExtListenOverflows TcpExtListenDrops",
        "sysctl net.core.somaxconn",
      ],
      "Recv-Q at Send-Q: full.",
    ),
    fix(
      "backlog-free-workers",
      "Free the workers: a longer queue only hides it",
      "The queue fills because the workers do not keep up.",
      [
        "grep -n max_children /etc/php/*/fpm/pool.d/*.conf",
        "# pm.max_children = memory for PHP / memory per child; then systemctl reload php-fpm",
      ],
      "Recv-Q stays near 0 at the same traffic.",
    ),
    fix(
      "backlog-raise",
      "Raise both limits of the queue",
      "The kernel takes the smaller of somaxconn and the application's own backlog.",
      [
        "sysctl -w net.core.somaxconn=4096",
        "# php-fpm: listen.backlog = 4096 · gunicorn --backlog 2048 · uwsgi listen = 1024",
      ],
      "No new errno 11 line in a burst.",
    ),
    prevent(
      "backlog-shed",
      "Limit or cache what arrives in bursts",
      "What is answered from the cache or turned away early needs no worker.",
      settings(evidence, "shed"),
      "ListenOverflows stands still at peak.",
    ),
  ],
});
