-- Tables of the service library. Repeatable, so that its versions never collide with an
-- application's own; every statement may run again.

-- answers of POSTs that carried an Idempotency-Key, written in the transaction of the created row
CREATE TABLE IF NOT EXISTS cuvette_idempotency (
    tenant          varchar(63)  NOT NULL,
    idempotency_key varchar(128) NOT NULL,
    request_hash    char(64)     NOT NULL,
    status          integer      NOT NULL,
    location        text,
    body            text         NOT NULL,
    expires_at      timestamptz  NOT NULL,
    PRIMARY KEY (tenant, idempotency_key)
);

CREATE INDEX IF NOT EXISTS cuvette_idempotency_expiry ON cuvette_idempotency (expires_at);
