-- A job may go without a dataset, and may start from a published model version.

alter table job
    alter column dataset_id drop not null,
    alter column dataset_sha256 drop not null,
    add column base_model_id text,
    add column base_model_name text,
    add column base_version integer,
    add column base_sha256 text,
    add check ((dataset_id is null) = (dataset_sha256 is null)),
    add check (num_nulls(base_model_id, base_model_name, base_version, base_sha256) in (0, 4));
create index job_by_base on job (base_model_id) where state not in ('SUCCEEDED', 'FAILED', 'CANCELLED');

alter table model_version
    alter column dataset_id drop not null,
    alter column dataset_sha256 drop not null,
    add column base_model_id text,
    add column base_model_name text,
    add column base_version integer,
    add column base_sha256 text,
    add check ((dataset_id is null) = (dataset_sha256 is null)),
    add check (num_nulls(base_model_id, base_model_name, base_version, base_sha256) in (0, 4));
