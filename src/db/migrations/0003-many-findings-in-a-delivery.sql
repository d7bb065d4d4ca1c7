-- A delivery may hold many findings, and a finding may be delivered many times.
create table delivery_detections (
  delivery_id uuid not null references deliveries (id),
  detection_id uuid not null references detections (id),
  primary key (delivery_id, detection_id)
);
create index delivery_detections_detection on delivery_detections (detection_id);
insert into delivery_detections select id, detection_id from deliveries where detection_id is not null;
alter table deliveries drop column detection_id;

-- The headers that carry meaning (CloudEvents in binary mode), and why something was not understood: a code, and the field it was about.
alter table deliveries add headers jsonb not null default '{}';
alter table deliveries add code text;
alter table deliveries add field text;
