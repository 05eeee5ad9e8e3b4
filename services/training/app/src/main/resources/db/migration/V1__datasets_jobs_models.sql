-- Times are the database's; leases are compared with its clock only.
-- Columns named *_json hold documents that the database never looks into.

create table dataset (
    id                  text primary key,
    tenant              text        not null,
    name                text        not null,
    state               text        not null check (state in ('UPLOADING', 'VALIDATING', 'READY', 'INVALID')),
    size_bytes          bigint      not null check (size_bytes > 0),
    sha256              text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    orientation         text        not null,
    upload_id           text,
    upload_expires_at   timestamptz,
    description_json    text,
    preview_json        text,
    findings_json       text        not null default '[]',
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    validation_attempt  integer     not null default 0,
    validation_lease_until timestamptz not null default 'epoch'
);
create index dataset_by_tenant on dataset (tenant, id desc);
create index dataset_to_validate on dataset (validation_lease_until) where state = 'VALIDATING';
create index dataset_stale_upload on dataset (upload_expires_at) where state = 'UPLOADING';

create table model (
    id           text primary key,
    tenant       text        not null,
    name         text        not null,
    family       text        not null,
    last_version integer     not null default 0,
    created_at   timestamptz not null,
    unique (tenant, name)
);

create table job (
    id               text primary key,
    tenant           text        not null,
    family           text        not null,
    dataset_id       text        not null,
    dataset_sha256   text        not null,
    model_id         text        not null,
    model_name       text        not null,
    model_version    integer,
    state            text        not null check (state in ('QUEUED', 'STARTING', 'RUNNING', 'SUSPENDED',
                                                           'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    stop_request     text        not null default 'NONE' check (stop_request in ('NONE', 'SUSPEND', 'CANCEL')),
    settings_json    text        not null,
    seed             bigint      not null,
    heap_bytes       bigint      not null,
    attempt          integer     not null default 0,
    failures         integer     not null default 0,
    token_hash       text,
    conditions_json  text        not null default '[]',
    progress_json    text        not null,
    failure_json     text,
    last_event       bigint      not null default 0,
    created_at       timestamptz not null,
    started_at       timestamptz,
    finished_at      timestamptz,
    not_before       timestamptz not null default 'epoch',
    lease_owner      text,
    lease_until      timestamptz
);
create index job_by_tenant on job (tenant, id desc);
create index job_queue on job (created_at) where state = 'QUEUED';
create index job_leases on job (lease_until) where state in ('STARTING', 'RUNNING', 'CANCELLING');
create index job_by_dataset on job (dataset_id) where state not in ('SUCCEEDED', 'FAILED', 'CANCELLED');
create index job_by_model on job (model_id) where state not in ('SUCCEEDED', 'FAILED', 'CANCELLED');

create table job_event (
    job_id     text        not null references job on delete cascade,
    id         bigint      not null,
    tenant     text        not null,
    kind       text        not null check (kind in ('state', 'progress', 'message')),
    data_json  text        not null,
    created_at timestamptz not null,
    primary key (job_id, id)
);

create table checkpoint (
    job_id     text        not null references job on delete cascade,
    step       bigint      not null,
    attempt    integer     not null,
    tenant     text        not null,
    object_key text        not null,
    sha256     text        not null,
    size_bytes bigint      not null,
    created_at timestamptz not null,
    primary key (job_id, step, attempt)
);

create table model_version (
    model_id       text        not null references model on delete cascade,
    version        integer     not null,
    tenant         text        not null,
    job_id         text        not null,
    dataset_id     text        not null,
    dataset_sha256 text        not null,
    seed           bigint      not null,
    code_version   text        not null,
    settings_json  text        not null,
    metrics_json   text        not null,
    artifacts_json text        not null,
    key_prefix     text        not null,
    created_at     timestamptz not null,
    primary key (model_id, version)
);

create table model_alias (
    model_id text    not null references model on delete cascade,
    name     text    not null,
    tenant   text    not null,
    version  integer not null,
    revision bigint  not null,
    primary key (model_id, name),
    foreign key (model_id, version) references model_version on delete cascade
);

-- Objects to delete, written in the transaction that made them superfluous and
-- done later, so that neither a crash nor an outage of the store leaves bytes behind.
create table cleanup (
    id         bigint generated always as identity primary key,
    tenant     text        not null,
    target     text        not null,
    not_before timestamptz not null,
    tries      integer     not null default 0
);
create index cleanup_due on cleanup (not_before);
