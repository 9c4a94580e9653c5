import { defineCause, type Signal } from "./define-cause";
import { constantTimer } from "./duration-signal";
import { statusShare } from "./failing-attempts";
import { messagesOf } from "./message-signal";
import { count, duration, percent } from "./number-words";
import { settings } from "./product-words";
import { opposes, supports } from "./signal";
import { check, fix, prevent } from "./step-template";

export const clientAbort = defineCause({
  id: "client-abort",
  category: "client",
  title: "The clients left before the answer",
  summary:
    "Clients, or an outer proxy on their behalf, closed the connection first (499). When all leave after the same time, it is the inner view of an outer timeout.",
  docs: "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ignore_client_abort",
  needs: [],
  helps: ["durations", "signatures"],
  tellsApart: "Status 499, and in two tiers the same requests as 504 at the edge after the same time.",
  weigh: (evidence) => {
    const signals: Signal[] = [];
    const left = statusShare(evidence, 499, 0, 460);
    if (left > 0.5) {
      signals.push(
        supports(
          `${percent(left)} of the failures are 499: the client closed first`,
          4,
          "access-log",
          evidence.spike.samples,
        ),
      );
      const timer = constantTimer(evidence);
      if (timer !== null)
        signals.push(
          supports(
            `${percent(timer.modalShare)} of them left after ${duration(timer.modalMs)}: an outer timer`,
            0.8,
            "access-log",
            timer.samples,
          ),
        );
      const said = messagesOf(evidence, ["client-abort"]).reduce((n, fact) => n + fact.count, 0);
      if (said > 0) signals.push(supports(`${count(said)} × client prematurely closed connection`, 1.5, "error-log"));
    } else {
      signals.push(opposes(`Only ${percent(left)} of the failures are 499`, 3.5, "access-log"));
    }
    return signals;
  },
  steps: (evidence) => [
    check(
      "abort-histogram",
      "Look at how long the clients waited",
      "A peak at a round time is the timer of the tier outside.",
      evidence.product === "nginx"
        ? ["awk '$9==499' access.log | grep -oE 'request_time=[0-9.]+' | cut -d= -f2 | cut -d. -f1 | sort -n | uniq -c"]
        : ["# durations of the lines that end with the client, in whole seconds: sort -n | uniq -c"],
      "A peak at 30 or 60 s: outer timer. Spread: impatient clients.",
    ),
    fix(
      "abort-faster",
      "Speed up the route, or order the timers",
      "The innermost timer should fire first.",
      settings(evidence, "shorter-timeout"),
      "No peak at a round duration among them.",
    ),
    prevent(
      "abort-continue",
      "Decide what happens to abandoned work",
      "Payments should go on, searches should stop.",
      settings(evidence, "finish-work"),
      "Their share is back at its baseline.",
    ),
  ],
});
