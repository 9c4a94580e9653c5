-- The sample of one chunk: requests that can be found again in the log of another tier.
CREATE TABLE "RequestSample" (
    "importKey" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "firstMinute" INTEGER NOT NULL,
    "lastMinute" INTEGER NOT NULL,
    "mask" INTEGER NOT NULL,
    "busy" TEXT NOT NULL,
    "rows" TEXT NOT NULL,
    PRIMARY KEY ("importKey", "offset")
);
