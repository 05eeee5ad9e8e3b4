-- A sweep files jobs of its own, its trials, until it has as many as were asked for. Every change
-- of a sweep raises its version; who files a trial does so in the transaction that raises it, so
-- that no trial is filed twice, whoever died meanwhile.

create table sweep (
    id               text primary key,
    tenant           text        not null,
    family           text        not null,
    dataset_id       text,
    dataset_sha256   text,
    base_model_id    text,
    base_model_name  text,
    base_version     integer,
    base_sha256      text,
    model_id         text        not null,
    model_name       text        not null,
    state            text        not null check (state in ('QUEUED', 'RUNNING', 'SUSPENDED', 'CANCELLING',
                                                           'SUCCEEDED', 'FAILED', 'CANCELLED')),
    plan_json        text        not null,
    settings_json    text        not null,
    trials           integer     not null check (trials > 0),
    parallel         integer     not null check (parallel > 0),
    seed             bigint      not null,
    version          bigint      not null default 0,
    failure          text,
    created_at       timestamptz not null,
    started_at       timestamptz,
    finished_at      timestamptz,
    check ((dataset_id is null) = (dataset_sha256 is null)),
    check (num_nulls(base_model_id, base_model_name, base_version, base_sha256) in (0, 4))
);
create index sweep_by_tenant on sweep (tenant, id desc);
create index sweep_to_drive on sweep (id) where state in ('QUEUED', 'RUNNING', 'CANCELLING');

create table sweep_trial (
    sweep_id   text        not null references sweep on delete cascade,
    number     integer     not null,
    tenant     text        not null,
    job_id     text        references job on delete set null,
    point_json text        not null,
    from_trial integer,
    outcome    text        not null default 'PENDING'
                           check (outcome in ('PENDING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    objective  double precision,
    reason     text,
    primary key (sweep_id, number),
    check (outcome <> 'SUCCEEDED' or objective is not null)
);

-- A job may be a sweep's trial; it may start from the trained state of another job, and keep its
-- own after its end for jobs that will.
alter table job
    add column sweep_id text references sweep,
    add column trial integer,
    add column keeps_state boolean not null default false,
    add column start_job_id text,
    add column start_key text,
    add column start_sha256 text,
    add column start_size_bytes bigint,
    add check ((sweep_id is null) = (trial is null)),
    add check (num_nulls(start_job_id, start_key, start_sha256, start_size_bytes) in (0, 4));
create unique index job_by_sweep on job (sweep_id, trial) where sweep_id is not null;
