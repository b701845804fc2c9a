-- How late a message is told: the age of the oldest one shows that nothing leaves any more.
alter table outbox add column created_at timestamptz not null default now();
