import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/*
 * <CodeBlock code={"curl -sv …"} label="Command" wrap prompt />
 * Mono text with a copy button; scrolls sideways unless `wrap`. `prompt` draws a `$` that is not copied. Text only, never HTML.
 */
export function CodeBlock({
  code,
  label = "Code",
  wrap = false,
  prompt = false,
  className,
}: {
  code: string;
  label?: string;
  wrap?: boolean;
  prompt?: boolean;
  className?: string;
}) {
  return (
    <div className={cn("border-line bg-sunken flex min-w-0 items-start rounded-md border", className)}>
      <div role="group" aria-label={label} tabIndex={0} className="scroll-x min-w-0 flex-1 rounded-md py-2 pl-3">
        <pre className={cn("text-ink font-mono text-xs leading-[18px]", wrap && "wrap-anywhere whitespace-pre-wrap")}>
          {prompt && (
            <span aria-hidden className="text-faint select-none">
              ${" "}
            </span>
          )}
          <code>{code}</code>
        </pre>
      </div>
      <CopyButton text={code} label={`Copy ${label.toLowerCase()}`} className="m-0.5" />
    </div>
  );
}
