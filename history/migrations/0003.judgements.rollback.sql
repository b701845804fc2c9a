drop table judgements;
