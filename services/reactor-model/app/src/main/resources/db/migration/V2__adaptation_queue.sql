-- Adaptations to many runs wait here for their turn; what is READY is whole, as before.
alter table adaptation
    add column state         text        not null default 'READY'
        check (state in ('QUEUED', 'RUNNING', 'READY', 'FAILED')),
    -- of taking it up; tells a process that was given up from the one that has it now
    add column attempts      integer     not null default 0,
    -- when it may be taken up, or taken from a process that went silent
    add column due_at        timestamptz,
    add column plan_json     text,
    add column document_json text,
    add column failure_json  text,
    alter column result_json drop not null,
    alter column artifacts_json drop not null,
    add check (state <> 'READY' or (result_json is not null and artifacts_json is not null)),
    add check (state not in ('QUEUED', 'RUNNING')
        or (due_at is not null and plan_json is not null and document_json is not null));
create index adaptation_due on adaptation (due_at) where state in ('QUEUED', 'RUNNING');
