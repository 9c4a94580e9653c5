"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { roleSchema, tierSchema, type Import, type ImportChange } from "@/core/contract/imports";
import { DeleteImports } from "./delete-imports";
import { formatBytes } from "./format-progress";
import { alsoLabels, CUSTOM_FORMAT, formatChoices, ROLE_CHOICES, TIER_CHOICES, wrapperLabels } from "./prepare-choices";
import { PreviewTable } from "./preview-table";
import { useChangeImports, useFormats, usePreview } from "./queries";
import { TemplateField } from "./template-field";
import { TimezonePicker } from "./timezone-picker";

/** One detected file before analysis: what it was taken for, each point correctable, and how its first lines read. */
export function FileCard({ file }: { file: Import }) {
  const [typesTemplate, setTypesTemplate] = useState(false);
  const preview = usePreview(file);
  const formats = useFormats();
  const update = useChangeImports();
  const change = (part: ImportChange) => update.mutate({ ids: [file.id], change: part });
  const isLog = file.role === "access" || file.role === "error" || file.role === "app-error";
  const showsTemplate = file.role === "access" && (typesTemplate || file.template !== null);
  const choices = formatChoices(file, preview.data?.candidates ?? [], formats.data ?? []);
  const refused = update.error?.message ?? null;
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 pt-2.5">
        <h3 className="text-ink min-w-0 truncate text-sm font-semibold">{file.fileName}</h3>
        <span className="text-muted text-xs">{formatBytes(file.sizeBytes)}</span>
        {file.compression !== null && <Badge>{file.compression}</Badge>}
        {wrapperLabels(file).map((label) => (
          <Badge key={label}>{label}</Badge>
        ))}
        {alsoLabels(file, formats.data ?? []).map((label) => (
          <Badge key={label}>{label}</Badge>
        ))}
        {file.role === "unknown" && <Badge tone="warn">Not recognised</Badge>}
        <div className="ml-auto">
          <DeleteImports imports={[file]} label={`Remove ${file.fileName}`} />
        </div>
      </div>
      {file.problem !== null && (
        <p role="alert" className="text-danger px-3 pt-1 text-xs text-pretty">
          {file.problem}
        </p>
      )}
      <div className="grid grid-cols-2 gap-3 px-3 pt-2 pb-3 lg:grid-cols-[1fr_2fr_1fr_1fr]">
        <Field label="What it is" htmlFor={`role-${file.id}`}>
          <Select
            id={`role-${file.id}`}
            label={`What ${file.fileName} is`}
            size="sm"
            className="w-full"
            value={file.role}
            options={ROLE_CHOICES}
            onChange={(role) => change({ role: roleSchema.parse(role) })}
          />
        </Field>
        {isLog && (
          <>
            <Field label="Format" htmlFor={`format-${file.id}`} className="max-lg:order-3 max-lg:col-span-2">
              <Select
                id={`format-${file.id}`}
                label={`Format of ${file.fileName}`}
                size="sm"
                className="w-full"
                value={typesTemplate ? CUSTOM_FORMAT : (file.format ?? "")}
                placeholder="Choose a format"
                options={choices}
                onChange={(format) => {
                  setTypesTemplate(format === CUSTOM_FORMAT);
                  if (format !== CUSTOM_FORMAT) change({ format });
                }}
              />
            </Field>
            <Field label="Where it stands" htmlFor={`tier-${file.id}`}>
              <Select
                id={`tier-${file.id}`}
                label={`Tier of ${file.fileName}`}
                size="sm"
                className="w-full"
                value={file.tier}
                options={TIER_CHOICES}
                onChange={(tier) => change({ tier: tierSchema.parse(tier) })}
              />
            </Field>
            <Field
              label="Time zone"
              htmlFor={`zone-${file.id}`}
              className="max-lg:order-4 max-lg:col-span-2"
              {...(file.timezoneNote === null ? {} : { hint: file.timezoneNote })}
            >
              <TimezonePicker id={`zone-${file.id}`} file={file} onChange={(timezone) => change({ timezone })} />
            </Field>
          </>
        )}
      </div>
      {showsTemplate && (
        <div className="px-3 pb-3">
          <TemplateField
            id={`template-${file.id}`}
            template={file.template ?? ""}
            problem={refused}
            onChange={(template) => change({ template })}
          />
        </div>
      )}
      {!showsTemplate && refused !== null && (
        <p role="alert" className="text-danger px-3 pb-3 text-xs">
          {refused}
        </p>
      )}
      <PreviewTable file={file} />
    </li>
  );
}
