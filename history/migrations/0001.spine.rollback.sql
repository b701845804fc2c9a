drop table cursors, dead_letters, notifications, outbox, alerts, transitions, assessments,
    relationships, observations;
