-- Finding persons, and reports of persons without an account (rules P5, P15).

-- A name is found by the beginning of any part of it (张秀英, 秀英, 英): its first letters, one index each.
-- They hold nothing that the name itself does not, and follow it by themselves.
create index person_name_1 on person (community_id, substr(name, 1, 1));
create index person_name_2 on person (community_id, substr(name, 2, 1));
create index person_name_3 on person (community_id, substr(name, 3, 1));
create index person_name_4 on person (community_id, substr(name, 4, 1));
-- Of a number only the last four digits can be looked for (rule P17).
create index person_tail on person (community_id, substr(telephone, length(telephone) - 3))
    where telephone is not null;
create index household_door on household (community_id, door);

-- Whose report it is, with or without an account; `reporter_id` is that person's account, if any.
alter table report add column reporter_person_id integer references person (id);
update report set reporter_person_id = (select person_id from account where id = report.reporter_id)
    where reporter_id is not null;
create index report_reporter_person on report (reporter_person_id, id);
