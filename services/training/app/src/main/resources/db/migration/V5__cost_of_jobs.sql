-- Energy, time, memory and samples of a job, attempt by attempt, as its worker reports them.
alter table job add column cost_json text not null default
    '{"earlier":{"joules":0,"gramsCo2":0,"sources":[],"cpuSeconds":0,"wallSeconds":0,"peakMemoryBytes":0,"samples":0},"attempt":0,"present":{"joules":0,"gramsCo2":0,"sources":[],"cpuSeconds":0,"wallSeconds":0,"peakMemoryBytes":0,"samples":0}}';
