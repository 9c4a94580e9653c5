import { hardFaultSignal } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { failsInstantly } from "./duration-signal";
import { againstAnswered, againstConnected, neverConnectedShare, upstreamFieldShare } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { percent } from "./number-words";
import { looking, nameOf, processOf, reloading } from "./product-words";
import { supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const socketMissing = defineCause({
  id: "socket-missing",
  category: "config",
  title: "The unix socket the proxy dials does not exist",
  summary:
    "The path of the socket is not there in the proxy's view of the file system: the service is stopped, uses another path since an upgrade, or sits behind a private /tmp or a missing volume.",
  docs: "https://www.php.net/manual/en/install.fpm.configuration.php#listen",
  needs: [],
  helps: ["signatures", "upstreamField", "appMessages"],
  tellsApart: "Errno 2 in the error log; 13 is a permission, 111 a stale file, 11 a full queue.",
  weigh: (evidence) => {
    const missing = messagesOf(evidence, ["socket-missing"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, missing, 5),
      ...silence(evidence, missing, "“No such file or directory”"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    const unix = upstreamFieldShare(evidence, "unix") ?? 0;
    const never = neverConnectedShare(evidence);
    if (unix > 0.5 && failsInstantly(evidence) && (never === null || never > 0.8)) {
      const text = `${percent(unix)} of the failing lines dialled a unix socket and failed at once`;
      signals.push(supports(text, evidence.spike.ratio > 0.9 ? 2.2 : 1, "access-log", evidence.upstreamField?.samples));
    }
    if (missing.length > 0) signals.push(...hardFaultSignal(evidence, 0.5));
    return signals;
  },
  steps: (evidence) => [
    check(
      "socket-exists",
      `See whether {socket} is there, and for ${nameOf(evidence)} too`,
      "The proxy got “No such file or directory” (errno 2).",
      [
        "ls -l {socket}",
        "ss -xlp | grep -F .sock",
        `nsenter -t "$(pgrep -o ${processOf(evidence) ?? "PROXY"})" -m ls -l {socket}`,
      ],
      `Missing for both: the service is down or uses another path. Missing for ${nameOf(evidence)} only: mount namespace (PrivateTmp, volume).`,
    ),
    check(
      "socket-paths",
      "Compare the paths in both configurations",
      "A PHP upgrade changes php8.1-fpm.sock to php8.2-fpm.sock.",
      [
        ...looking(evidence, "scheme"),
        "grep -rn '^listen' /etc/php/*/fpm/pool.d/",
        "systemctl status 'php*-fpm' --no-pager",
      ],
      "Both name the same path, and the unit is active.",
    ),
    fix(
      "socket-start",
      "Start the service or name the right path",
      "No request of this site can pass without the socket.",
      [
        "systemctl start php8.2-fpm   # your version",
        ...reloading(evidence),
        "curl -sv -o /dev/null -H 'Host: {host}' http://127.0.0.1{path}",
      ],
      "The socket is there and curl gets an answer of the application.",
    ),
    prevent(
      "socket-runtime-directory",
      "Put sockets in /run with RuntimeDirectory and start the service with the machine",
      "Sockets in /tmp are cleaned up or private.",
      ["systemctl enable php8.2-fpm   # your version", "# unit: RuntimeDirectory=APP, Restart=always"],
      "The site answers after a reboot.",
    ),
  ],
});
