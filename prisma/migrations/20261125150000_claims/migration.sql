-- 500s that a gateway's own messages account for. Cell and Series hold them among the gateway errors already.
CREATE TABLE "Claim" (
    "importKey" INTEGER NOT NULL,
    "minute" INTEGER NOT NULL,
    "upstreamId" INTEGER NOT NULL,
    "hostId" INTEGER NOT NULL,
    "routeId" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    PRIMARY KEY ("importKey", "minute", "upstreamId", "hostId", "routeId")
) WITHOUT ROWID;
