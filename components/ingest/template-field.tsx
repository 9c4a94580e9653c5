"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

/** Long enough to type a variable's name, short enough to feel live. */
const TYPING_PAUSE_MS = 500;

/**
 * The format string of a file, in any product's language. Shortly after the last keystroke it is applied to the file's own lines, and the preview below shows
 * how they read with it.
 */
export function TemplateField({
  id,
  template,
  problem,
  onChange,
}: {
  id: string;
  template: string;
  problem: string | null;
  onChange: (template: string) => void;
}) {
  const [text, setText] = useState(template);
  const apply = useEffectEvent((next: string) => {
    if (next.trim() !== "" && next !== template) onChange(next);
  });
  useEffect(() => {
    const timer = setTimeout(() => apply(text), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Field
      label="Format string"
      htmlFor={id}
      problem={problem}
      hint="As it stands in the configuration: nginx log_format, Apache LogFormat, HAProxy log-format, Envoy text_format, or a #Fields line. It is tried on the lines below as you type, and kept for this source."
    >
      <Textarea
        id={id}
        mono
        rows={3}
        maxLength={8192}
        value={text}
        invalid={problem !== null}
        placeholder={'$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent …'}
        onChange={(event) => setText(event.target.value)}
      />
    </Field>
  );
}
