create table api_key (
    id              text primary key,
    name            text not null,
    tenant          text not null,
    role            text not null check (role in ('USER', 'ADMIN')),
    prefix          text not null unique,
    digest          text not null,
    created_by      text not null,
    idempotency_key text,
    fingerprint     text not null,
    created_at      timestamptz not null default now(),
    last_used_at    timestamptz,
    revoked_at      timestamptz,
    unique (created_by, idempotency_key)
);

create index api_key_by_tenant on api_key (tenant, id);
