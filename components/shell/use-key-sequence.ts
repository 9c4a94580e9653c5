import { useEffect, useEffectEvent } from "react";

/** A second key must follow the first within this time, as in the mail and issue tools people know it from. */
const SEQUENCE_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) ||
      target.closest("[role=dialog],[role=menu],[role=listbox]") !== null)
  );
}

/**
 * Listens to the document's keyboard and reports single keys (`?`) and sequences (`g t`), outside of fields, menus and dialogs.
 * Return true from `onKeys` to consume the key.
 */
export function useKeySequence(onKeys: (keys: string) => boolean): void {
  const handle = useEffectEvent(onKeys);
  useEffect(() => {
    let first: { key: string; atMs: number } | null = null;
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const pair = first !== null && event.timeStamp - first.atMs < SEQUENCE_MS ? `${first.key} ${event.key}` : null;
      first = { key: event.key, atMs: event.timeStamp };
      if ((pair !== null && handle(pair)) || handle(event.key)) {
        event.preventDefault();
        first = null;
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
