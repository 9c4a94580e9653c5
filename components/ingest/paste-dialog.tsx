"use client";

import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useAddFiles } from "./use-add-files";

const DEFAULT_NAME = "pasted.log";

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA"].includes(target.tagName));
}

/** Takes pasted lines in as a file: a few lines from a terminal are often all one has. Pasting on the page itself opens it, too. */
export function PasteDialog({ trigger }: { trigger: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [name, setName] = useState(DEFAULT_NAME);
  const addFiles = useAddFiles();
  const takePaste = useEffectEvent((event: ClipboardEvent) => {
    if (isField(event.target) || open) return;
    const files = Array.from(event.clipboardData?.files ?? []);
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (files.length > 0) addFiles(files);
    else if (pasted.trim() !== "") {
      setText(pasted);
      setOpen(true);
    }
  });
  useEffect(() => {
    // The document's clipboard: Ctrl+V anywhere on the page brings the lines in.
    const listen = (event: ClipboardEvent) => takePaste(event);
    document.addEventListener("paste", listen);
    return () => document.removeEventListener("paste", listen);
  }, []);
  const lines = text.trim() === "" ? 0 : text.trimEnd().split("\n").length;
  const add = () => {
    addFiles([
      new File([text.endsWith("\n") ? text : `${text}\n`], name.trim() || DEFAULT_NAME, { type: "text/plain" }),
    ]);
    setOpen(false);
    setText("");
    setName(DEFAULT_NAME);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title="Paste log lines"
      description="Access lines, error lines or a config. You see how they read before anything is analysed."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button variant="primary" disabled={lines === 0} onClick={add}>
            {lines === 0 ? "Add lines" : `Add ${lines === 1 ? "1 line" : `${lines} lines`}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="Lines" htmlFor="paste-lines">
          <Textarea
            id="paste-lines"
            mono
            rows={10}
            value={text}
            placeholder={'203.0.113.7 - - [23/Nov/2026:09:41:02 +0000] "GET /cart HTTP/1.1" 502 150 "-" "…"'}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Field label="Name" htmlFor="paste-name">
          <Input id="paste-name" className="max-w-72" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
