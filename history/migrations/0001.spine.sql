-- What was heard: one row an observation, without content. It is the "seen" set that makes
-- redelivery harmless, and the history that a late arrival is folded into in order.
create table observations (
    partner_id text   not null,
    key        text   not null,
    at         bigint not null,
    payload    bytea  not null,
    primary key (partner_id, key)
);
create index observations_in_order on observations (partner_id, at, key);

-- What is remembered: one row a partner. `version` tells a worker whether its cache still holds.
create table relationships (
    partner_id text   primary key,
    version    bigint not null default 0,
    memory     bytea,
    seq        bigint not null default 0,
    assessment jsonb
);

-- How each day ended; `parts` are the measures' contributions in eighths of a point.
create table assessments (
    partner_id text     not null,
    day        date     not null,
    seq        bigint   not null,
    band       text     not null,
    score      float8,
    measured   smallint not null,
    parts      smallint[] not null,
    primary key (partner_id, day)
);

create table transitions (
    id         uuid        primary key,
    partner_id text        not null,
    at         timestamptz not null,
    before     text        not null,
    after      text        not null,
    score      float8,
    withdrawn  boolean     not null default false
);
create index transitions_of on transitions (partner_id, at);

-- Every alert once. Withdrawn: later evidence of an earlier day has undone the change.
create table alerts (
    id          uuid        primary key references transitions (id),
    partner_id  text        not null,
    occurred_at timestamptz not null,
    payload     jsonb       not null
);
create index alerts_of on alerts (partner_id, occurred_at);

-- What waits to be published, in order; the relay deletes what the broker has acknowledged.
create table outbox (
    id       bigint generated always as identity primary key,
    topic    text  not null,
    key      text  not null,
    event_id text  not null,
    type     text  not null,
    value    bytea not null
);

-- One telling to one receiver over one channel; `id` is the idempotency key.
create table notifications (
    id         text        primary key,
    alert_id   uuid        not null,
    channel    text        not null,
    receiver   text        not null,
    status     text        not null check (status in ('pending', 'delivered', 'refused')),
    attempts   integer     not null default 0,
    error      text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- What could not be read, or belongs to nobody yet, with what is needed to try again.
create table dead_letters (
    id          text        primary key,
    kind        text        not null check (kind in ('refused', 'unresolved')),
    source      text        not null,
    position    text        not null,
    media       text        not null,
    reason      text        not null,
    detail      text        not null,
    payload     bytea,
    received_at timestamptz not null default now(),
    resolved_at timestamptz
);
create index dead_letters_open on dead_letters (kind, received_at) where resolved_at is null;

-- How far a polled source was read.
create table cursors (
    source   text primary key,
    position text not null
);
