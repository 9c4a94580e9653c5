import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { processOf } from "./product-words";
import { check, fix, prevent } from "./step-template";
import { hardFaultSignal } from "./circumstances";

export const socketPermission = defineCause({
  id: "socket-permission",
  category: "config",
  title: "The proxy's user may not connect to the upstream's socket",
  summary:
    "The socket exists, but its owner, mode or a parent directory keeps the proxy's user out. An upgrade that reset listen.mode, or another user for the workers, is the usual change.",
  docs: "https://www.php.net/manual/en/install.fpm.configuration.php#listen-owner",
  needs: [],
  helps: ["signatures", "upstreamField"],
  tellsApart:
    "Errno 13 at a unix path; with an IP address it is always SELinux. If namei shows access for the user, look for an AVC denial.",
  weigh: (evidence) => {
    const denied = messagesOf(evidence, ["socket-permission"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, denied, 4.8),
      ...silence(evidence, denied, "“Permission denied” at a socket"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    if (denied.length > 0) signals.push(...hardFaultSignal(evidence, 0.5));
    return signals;
  },
  steps: (evidence) => [
    check(
      "permission-path",
      "Walk the path as the proxy's user",
      "Errno 13: some element of the path is closed to it.",
      [
        "namei -l {socket}",
        `ps -o user= -C ${(processOf(evidence) ?? "PROXY").split(" ")[0] ?? ""} | sort -u`,
        "sudo -u www-data test -w {socket} && echo ok",
        "ausearch -m avc -ts recent",
      ],
      "One line of namei lacks the right; or an AVC line: then it is SELinux.",
    ),
    fix(
      "permission-owner",
      "Give the socket to the proxy's group",
      "Created anew at every start, so the service's configuration must say it.",
      [
        "# php-fpm pool: listen.owner = www-data, listen.group = www-data, listen.mode = 0660",
        "systemctl reload php8.2-fpm   # your version",
        "ls -l {socket}",
      ],
      "test -w says ok, and errno 13 stops.",
    ),
    prevent(
      "permission-package",
      "Keep the setting in your own configuration, not in the packaged file",
      "Packages reset theirs on upgrade.",
      ["grep -rn 'listen\\.\\(owner\\|group\\|mode\\)' /etc/php/*/fpm/pool.d/"],
      "It survives a restart and an upgrade; never 0777.",
    ),
  ],
});
