-- What people made of an incident as a whole, and by what it is held against others; traits are null until it is analysed anew.
ALTER TABLE "Incident" ADD COLUMN "closedMs" BIGINT;
ALTER TABLE "Incident" ADD COLUMN "closedBy" TEXT;
ALTER TABLE "Incident" ADD COLUMN "closingNote" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Incident" ADD COLUMN "traits" TEXT;

-- CreateTable
CREATE TABLE "IncidentChange" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "incidentId" TEXT NOT NULL,
    "atMs" BIGINT NOT NULL,
    "author" TEXT NOT NULL,
    "fromState" TEXT NOT NULL,
    "toState" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    CONSTRAINT "IncidentChange_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "IncidentChange_incidentId_atMs_idx" ON "IncidentChange"("incidentId", "atMs");
