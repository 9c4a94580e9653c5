-- What carried an import's lines, which other formats stand among them, and a time near theirs.
ALTER TABLE "Import" ADD COLUMN "opening" TEXT NOT NULL DEFAULT '{}';
