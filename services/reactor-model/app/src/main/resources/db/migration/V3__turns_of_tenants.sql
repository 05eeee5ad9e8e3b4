-- when an adaptation of a tenant was last taken up from the queue: the one before longest is next
create table adaptation_turn (
    tenant    text primary key,
    served_at timestamptz not null
);
