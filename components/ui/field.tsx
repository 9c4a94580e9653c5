import type { ReactNode } from "react";
import { cn } from "./cn";

/*
 * <Field label="Time zone" htmlFor="tz" hint="from access.log" problem={sentence | null}><Input id="tz" …/></Field>
 * A visible label above its control, a quiet hint, and the sentence that says what is wrong.
 */
export function Field({
  label,
  htmlFor,
  hint,
  problem,
  className,
  children,
}: {
  label: string;
  htmlFor?: string;
  hint?: ReactNode;
  problem?: string | null;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={htmlFor} className="text-faint text-2xs font-medium">
        {label}
      </label>
      {children}
      {problem ? (
        <p role="alert" className="text-danger text-2xs text-pretty">
          {problem}
        </p>
      ) : (
        hint !== undefined && <p className="text-faint text-2xs text-pretty">{hint}</p>
      )}
    </div>
  );
}
