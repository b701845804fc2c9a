-- What people judged: overrides, lifts, feedback, labels; nothing is ever changed or deleted here.
-- `id` is that of the event, `author` who judged at `at`. `alert_id` is the alert that feedback is
-- on, where it can be the id of one; such feedback may leave `partner_id` to the alert, which may
-- be stored after it.
create table judgements (
    id          text        primary key,
    partner_id  text,
    kind        text        not null check (kind in ('override', 'lift', 'feedback', 'label')),
    author      text        not null,
    at          timestamptz not null,
    alert_id    uuid,
    payload     jsonb       not null,
    received_at timestamptz not null default now()
);
create index judgements_of on judgements (partner_id, at, id);
create index judgements_on_bands on judgements (partner_id) where kind in ('override', 'lift');
