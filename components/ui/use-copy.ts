import { useState } from "react";

/** Copies text and reports it for two seconds. Plain http on another host has no clipboard API: the old command serves there. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const [copied, setCopied] = useState(false);
  const confirm = () => {
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  const copy = (text: string) => {
    if (window.isSecureContext) {
      navigator.clipboard.writeText(text).then(confirm, () => copyByCommand(text) && confirm());
    } else if (copyByCommand(text)) confirm();
  };
  return { copied, copy };
}

function copyByCommand(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
