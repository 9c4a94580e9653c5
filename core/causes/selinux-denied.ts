import { hardFaultSignal } from "./circumstances";
import { defineCause, type Signal } from "./define-cause";
import { againstAnswered, againstConnected } from "./failing-attempts";
import { messagesOf, messageSignal, silence } from "./message-signal";
import { check, fix, prevent } from "./step-template";

export const selinuxDenied = defineCause({
  id: "selinux-denied",
  category: "security",
  title: "SELinux or AppArmor forbids the proxy to connect",
  summary:
    "A mandatory access control denies the connection although the network is fine. Errno 13 toward an IP address never comes from file permissions.",
  docs: "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/8/html/using_selinux/configuring-selinux-for-applications-and-services-with-non-standard-configurations_using-selinux",
  needs: [],
  helps: ["signatures"],
  tellsApart: "Errno 13 with IP:port in the error log, and an AVC denial in the same second in the audit log.",
  weigh: (evidence) => {
    const denied = messagesOf(evidence, ["selinux-denied"]);
    const signals: Signal[] = [
      ...messageSignal(evidence, denied, 5),
      ...silence(evidence, denied, "“Permission denied” toward an address"),
      ...againstConnected(evidence),
      ...againstAnswered(evidence),
    ];
    if (denied.length > 0) signals.push(...hardFaultSignal(evidence, 0.4));
    return signals;
  },
  steps: () => [
    check(
      "selinux-audit",
      "Read the denial",
      "Errno 13 toward {upstream} comes from the policy.",
      ["ausearch -m avc -ts recent | audit2why", "getsebool httpd_can_network_connect", "getenforce; aa-status"],
      "An AVC line with name_connect in the seconds of the failures.",
    ),
    fix(
      "selinux-boolean",
      "Allow the connection",
      "Narrow first: label the port; else the boolean for all ports.",
      ["semanage port -a -t http_port_t -p tcp {port}", "setsebool -P httpd_can_network_connect on"],
      "No new AVC line, and requests pass.",
    ),
    prevent(
      "selinux-persist",
      "Keep the rule in the machine's provisioning",
      "A new machine or a relabel brings the denial back.",
      ["semanage port -l | grep http_port_t"],
      "It works after a reboot in enforcing mode.",
    ),
  ],
});
