"use client";

import { useSyncExternalStore } from "react";

const KEY = "gumshoe.author";
const CHANGED = "gumshoe:author";

function subscribe(listener: () => void): () => void {
  window.addEventListener("storage", listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener("storage", listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/** Who signs changes in this browser: asked once, kept in its local storage. */
export function useAuthor(): [string, (author: string) => void] {
  const author = useSyncExternalStore(
    subscribe,
    () => window.localStorage.getItem(KEY) ?? "",
    () => "",
  );
  const setAuthor = (next: string) => {
    window.localStorage.setItem(KEY, next);
    window.dispatchEvent(new Event(CHANGED));
  };
  return [author, setAuthor];
}
