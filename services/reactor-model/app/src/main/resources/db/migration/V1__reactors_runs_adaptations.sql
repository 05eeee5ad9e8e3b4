-- Columns named *_json hold documents that the database never looks into.

create table reactor (
    id            text primary key,
    tenant        text        not null,
    name          text        not null,
    document_json text        not null,
    revision      bigint      not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null
);
create index reactor_by_tenant on reactor (tenant, id desc);

create table reactor_runs (
    id           text primary key,
    tenant       text        not null,
    reactor_id   text        not null references reactor on delete cascade,
    name         text        not null,
    media_type   text        not null,
    sha256       text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes   bigint      not null check (size_bytes > 0),
    summary_json text        not null,
    created_at   timestamptz not null
);
create index reactor_runs_by_reactor on reactor_runs (reactor_id, id desc);

-- the row is written after all of its objects: what has a row is whole
create table adaptation (
    id               text primary key,
    tenant           text        not null,
    reactor_id       text        not null references reactor on delete cascade,
    reactor_revision bigint      not null,
    runs_json        text        not null,
    result_json      text        not null,
    artifacts_json   text        not null,
    created_at       timestamptz not null
);
create index adaptation_by_reactor on adaptation (reactor_id, id desc);

create table cleanup (
    id         bigint generated always as identity primary key,
    tenant     text        not null,
    target     text        not null,
    not_before timestamptz not null,
    tries      integer     not null default 0
);
create index cleanup_due on cleanup (not_before);
