-- When a worker that was asked to stop must have done so.
alter table job add column stop_by timestamptz;

-- Checkpoints are forgotten with the objects below a prefix.
create index checkpoint_by_key on checkpoint (tenant, object_key text_pattern_ops);
