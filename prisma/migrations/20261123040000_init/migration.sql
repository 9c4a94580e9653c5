-- CreateTable
CREATE TABLE "Source" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "createdMs" BIGINT NOT NULL,
    "named" BOOLEAN NOT NULL DEFAULT false,
    "touchedFromMs" BIGINT,
    "touchedToMs" BIGINT
);

-- CreateTable
CREATE TABLE "Import" (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "batchId" TEXT,
    "fileName" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "inPlace" BOOLEAN NOT NULL DEFAULT false,
    "sizeBytes" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'unknown',
    "tier" TEXT NOT NULL DEFAULT 'origin',
    "format" TEXT,
    "formatTitle" TEXT,
    "template" TEXT,
    "escape" TEXT NOT NULL DEFAULT 'default',
    "compression" TEXT,
    "timezone" TEXT,
    "timezoneNote" TEXT,
    "zone" TEXT,
    "chosen" TEXT NOT NULL DEFAULT '[]',
    "preview" TEXT,
    "fields" TEXT NOT NULL DEFAULT '[]',
    "problem" TEXT,
    "bytesDone" BIGINT NOT NULL DEFAULT 0,
    "offset" BIGINT NOT NULL DEFAULT 0,
    "startOffset" BIGINT NOT NULL DEFAULT 0,
    "lineNumber" BIGINT NOT NULL DEFAULT 0,
    "lines" BIGINT NOT NULL DEFAULT 0,
    "parsed" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,
    "skipped" BIGINT NOT NULL DEFAULT 0,
    "requests" BIGINT NOT NULL DEFAULT 0,
    "linesAlreadyKnown" BIGINT NOT NULL DEFAULT 0,
    "firstMs" BIGINT,
    "lastMs" BIGINT,
    "firstLineHash" TEXT,
    "headHash" TEXT,
    "headBytes" INTEGER NOT NULL DEFAULT 0,
    "tailHash" TEXT,
    "tailBytes" INTEGER NOT NULL DEFAULT 0,
    "ownerPid" INTEGER,
    "createdMs" BIGINT NOT NULL,
    "startedMs" BIGINT,
    "finishedMs" BIGINT,
    "deletedMs" BIGINT,
    CONSTRAINT "Import_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Value" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "sourceId" TEXT NOT NULL,
    "dimension" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "Value_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Cell" (
    "importKey" INTEGER NOT NULL,
    "grain" INTEGER NOT NULL,
    "minute" INTEGER NOT NULL,
    "upstreamId" INTEGER NOT NULL,
    "hostId" INTEGER NOT NULL,
    "routeId" INTEGER NOT NULL,
    "requests" INTEGER NOT NULL,
    "gatewayErrors" INTEGER NOT NULL,
    "s502" INTEGER NOT NULL,
    "s503" INTEGER NOT NULL,
    "s504" INTEGER NOT NULL,
    "s499" INTEGER NOT NULL,
    "otherErrors" INTEGER NOT NULL,
    "rescued" INTEGER NOT NULL,
    PRIMARY KEY ("importKey", "grain", "minute", "upstreamId", "hostId", "routeId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Series" (
    "importKey" INTEGER NOT NULL,
    "grain" INTEGER NOT NULL,
    "dimension" INTEGER NOT NULL,
    "valueId" INTEGER NOT NULL,
    "minute" INTEGER NOT NULL,
    "requests" INTEGER NOT NULL,
    "gatewayErrors" INTEGER NOT NULL,
    "s502" INTEGER NOT NULL,
    "s503" INTEGER NOT NULL,
    "s504" INTEGER NOT NULL,
    "s499" INTEGER NOT NULL,
    "otherErrors" INTEGER NOT NULL,
    "rescued" INTEGER NOT NULL,
    PRIMARY KEY ("importKey", "grain", "dimension", "valueId", "minute")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "StatusMinute" (
    "importKey" INTEGER NOT NULL,
    "minute" INTEGER NOT NULL,
    "status" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    PRIMARY KEY ("importKey", "minute", "status")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Latency" (
    "importKey" INTEGER NOT NULL,
    "grain" INTEGER NOT NULL,
    "metric" INTEGER NOT NULL,
    "upstreamId" INTEGER NOT NULL,
    "minute" INTEGER NOT NULL,
    "bucket" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    PRIMARY KEY ("importKey", "grain", "metric", "upstreamId", "minute", "bucket")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Tally" (
    "importKey" INTEGER NOT NULL,
    "grain" INTEGER NOT NULL,
    "dimension" INTEGER NOT NULL,
    "minute" INTEGER NOT NULL,
    "valueId" INTEGER NOT NULL,
    "requests" INTEGER NOT NULL,
    "gatewayErrors" INTEGER NOT NULL,
    PRIMARY KEY ("importKey", "grain", "dimension", "minute", "valueId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Retry" (
    "importKey" INTEGER NOT NULL,
    "minute" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "retried" INTEGER NOT NULL,
    "succeeded" INTEGER NOT NULL,
    "delayMs" BIGINT NOT NULL,
    PRIMARY KEY ("importKey", "minute")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Line" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "importKey" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "atMs" BIGINT NOT NULL,
    "role" TEXT NOT NULL,
    "status" INTEGER,
    "upstream" TEXT,
    "host" TEXT,
    "route" TEXT,
    "clientIp" TEXT,
    "text" TEXT NOT NULL,
    "detail" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "MessageCount" (
    "importKey" INTEGER NOT NULL,
    "minute" INTEGER NOT NULL,
    "signature" TEXT NOT NULL,
    "upstreamId" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    PRIMARY KEY ("importKey", "minute", "signature", "upstreamId")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "RejectedSample" (
    "importKey" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    PRIMARY KEY ("importKey", "line")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "Marker" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "importKey" INTEGER NOT NULL,
    "atMs" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "target" TEXT,
    "text" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ConfigFile" (
    "importKey" INTEGER NOT NULL PRIMARY KEY,
    "fileName" TEXT NOT NULL,
    "text" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Incident" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sourceId" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "startMs" BIGINT NOT NULL,
    "endMs" BIGINT NOT NULL,
    "ongoing" BOOLEAN NOT NULL,
    "failed" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,
    "peakRatio" REAL NOT NULL,
    "scopeLabel" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "causeTitle" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "standing" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "statuses" TEXT NOT NULL,
    "spark" TEXT NOT NULL,
    "stepsTotal" INTEGER NOT NULL,
    "report" TEXT NOT NULL,
    "createdMs" BIGINT NOT NULL,
    "updatedMs" BIGINT NOT NULL,
    CONSTRAINT "Incident_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ChecklistStep" (
    "incidentId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "author" TEXT,
    "changedMs" BIGINT NOT NULL,
    "step" TEXT NOT NULL,
    PRIMARY KEY ("incidentId", "stepId"),
    CONSTRAINT "ChecklistStep_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "StepChange" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "incidentId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "author" TEXT NOT NULL,
    "fromState" TEXT NOT NULL,
    "toState" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    CONSTRAINT "StepChange_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Import_id_key" ON "Import"("id");

-- CreateIndex
CREATE INDEX "Import_sourceId_idx" ON "Import"("sourceId");

-- CreateIndex
CREATE INDEX "Import_batchId_idx" ON "Import"("batchId");

-- CreateIndex
CREATE INDEX "Import_state_idx" ON "Import"("state");

-- CreateIndex
CREATE INDEX "Import_firstLineHash_idx" ON "Import"("firstLineHash");

-- CreateIndex
CREATE UNIQUE INDEX "Value_sourceId_dimension_text_key" ON "Value"("sourceId", "dimension", "text");

-- CreateIndex
CREATE INDEX "Line_importKey_atMs_idx" ON "Line"("importKey", "atMs");

-- CreateIndex
CREATE INDEX "Line_importKey_line_idx" ON "Line"("importKey", "line");

-- CreateIndex
CREATE INDEX "Marker_importKey_atMs_idx" ON "Marker"("importKey", "atMs");

-- CreateIndex
CREATE INDEX "Incident_sourceId_startMs_idx" ON "Incident"("sourceId", "startMs");

-- CreateIndex
CREATE INDEX "Incident_startMs_idx" ON "Incident"("startMs");

-- CreateIndex
CREATE INDEX "StepChange_incidentId_stepId_atMs_idx" ON "StepChange"("incidentId", "stepId", "atMs");
