alter table outbox drop column created_at;
