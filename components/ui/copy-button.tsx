"use client";

import { Check, Copy } from "lucide-react";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { useCopy } from "./use-copy";

/*
 * <CopyButton text={command} label="Copy command" /> an icon; with `children` a small button with words.
 * Says "Copied" for two seconds, to screen readers too.
 */
export function CopyButton({
  text,
  label = "Copy",
  children,
  className,
}: {
  text: string;
  label?: string;
  children?: string;
  className?: string;
}) {
  const { copied, copy } = useCopy();
  const icon = copied ? <Check className="text-ok" /> : <Copy />;
  return (
    <>
      {children === undefined ? (
        <IconButton
          size="sm"
          label={copied ? "Copied" : label}
          icon={icon}
          onClick={() => copy(text)}
          className={className}
        />
      ) : (
        <Button size="sm" onClick={() => copy(text)} className={className}>
          {icon} {copied ? "Copied" : children}
        </Button>
      )}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </>
  );
}
