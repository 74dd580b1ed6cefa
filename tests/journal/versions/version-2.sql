PRAGMA application_id = 1668243811;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE events (
    seq      INTEGER PRIMARY KEY,            -- the order in which they came to this machine
    id       TEXT NOT NULL UNIQUE,           -- a UUID in small letters
    date     TEXT NOT NULL,                  -- YYYY-MM-DD; of a tombstone without one, the date in its moment
    at       INTEGER NOT NULL,               -- microseconds since 1970 in UTC
    type     TEXT NOT NULL,
    program  TEXT,
    kind     TEXT,
    max_pain INTEGER,                        -- the most of its sets, or of the check-in
    target   TEXT,                           -- what a tombstone takes back
    replaces TEXT,
    imported INTEGER NOT NULL,               -- 1: it came from elsewhere
    crc      INTEGER NOT NULL,               -- CRC-32 of the body in UTF-8
    body     TEXT NOT NULL                   -- the JSON text, as it was written
);
INSERT INTO "events" VALUES(1,'2016b20c-cab8-530d-adfb-4b2b4ccd1fcb','2026-01-05',1767594612000000,'session','core','core',NULL,NULL,NULL,0,962817708,'{"type":"session","id":"2016b20c-cab8-530d-adfb-4b2b4ccd1fcb","date":"2026-01-05","at":"2026-01-05T07:30:12+01:00","program":"core","kind":"core","sets":[{"slot":"plank","drill":"plank","round":null,"side":null,"asked_seconds":null,"seconds":30,"asked_reps":null,"reps":null,"load_kg":null,"form":null,"pain":null,"end":null}],"schema":1,"ended_at":null,"replaces":null,"note":null}');
INSERT INTO "events" VALUES(2,'d4d740e4-9ef6-51ad-8281-77367a0f8f4d','2026-01-05',1767598212000000,'checkin',NULL,'morning',2,NULL,NULL,0,1996973403,'{"type":"checkin","id":"d4d740e4-9ef6-51ad-8281-77367a0f8f4d","date":"2026-01-05","at":"2026-01-05T08:30:12+01:00","kind":"morning","schema":1,"stiff":null,"tug":null,"short_leg":null,"spasm":null,"pain":2,"red_flags":[],"sleep_hours":null,"woke_before_alarm":null,"hip90_left":null,"hip90_right":null,"tread_ok":null,"triggers":[],"note":null,"replaces":null}');
INSERT INTO "events" VALUES(3,'b5631a97-a38a-5639-b2e2-5fb466f04b74','2026-01-05',1767594612000000,'activity',NULL,'walk',NULL,NULL,NULL,0,2493623662,'{"type":"activity","id":"b5631a97-a38a-5639-b2e2-5fb466f04b74","date":"2026-01-05","at":"2026-01-05T07:30:12+01:00","kind":"walk","minutes":40,"schema":1,"distance_km":null,"could_talk":null,"note":null,"replaces":null}');
INSERT INTO "events" VALUES(4,'73f10905-66dd-5f38-a0cb-7f33023a4022','2026-01-05',1767594612000000,'control',NULL,NULL,NULL,NULL,NULL,0,3150960575,'{"type":"control","id":"73f10905-66dd-5f38-a0cb-7f33023a4022","date":"2026-01-05","at":"2026-01-05T07:30:12+01:00","action":"deload","schema":1,"program":null,"slot":null,"drill":null,"seconds":null,"load_kg":null,"note":null,"replaces":null,"reps":null}');
INSERT INTO "events" VALUES(5,'b9e31b02-45ee-5b4f-857f-f27f92bdaafd','2026-01-05',1767594612000000,'tombstone',NULL,NULL,NULL,'73f10905-66dd-5f38-a0cb-7f33023a4022',NULL,0,1597970483,'{"type":"tombstone","id":"b9e31b02-45ee-5b4f-857f-f27f92bdaafd","at":"2026-01-05T07:30:12+01:00","target":"73f10905-66dd-5f38-a0cb-7f33023a4022","schema":1,"date":null}');
INSERT INTO "events" VALUES(6,'8b30676c-86e7-5790-a77a-5eedef5c1ba6','2026-01-05',1767594612000000,'session','core','core',NULL,NULL,NULL,1,1305920181,'{"type":"session","id":"8b30676c-86e7-5790-a77a-5eedef5c1ba6","date":"2026-01-05","at":"2026-01-05T07:30:12+01:00","program":"core","kind":"core","sets":[{"slot":"plank","drill":"plank","round":null,"side":null,"asked_seconds":null,"seconds":30,"asked_reps":null,"reps":null,"load_kg":null,"form":null,"pain":null,"end":null}],"schema":1,"ended_at":null,"replaces":null,"note":null, "heart_rate": 90}');
CREATE TABLE running (
            session TEXT PRIMARY KEY,
            header  TEXT NOT NULL,           -- the session event without its sets
            plan    TEXT,                    -- whatever the player needs to go on
            last_at TEXT NOT NULL,           -- when it was last written to, ISO 8601 with an offset
            process INTEGER NOT NULL,
            machine TEXT NOT NULL
        );
INSERT INTO "running" VALUES('554efe1f-1b74-58f7-95f0-2ca49ff36893','{"type":"session","id":"554efe1f-1b74-58f7-95f0-2ca49ff36893","date":"2026-01-05","at":"2026-01-05T07:30:12+01:00","program":"core","kind":"core","sets":[],"schema":1,"ended_at":null,"replaces":null,"note":null}','{}','2026-01-05T07:30:12+01:00',4321,'machine');
CREATE TABLE running_sets (
            session TEXT NOT NULL,
            key     INTEGER NOT NULL,        -- the place in the timeline
            body    TEXT NOT NULL,
            PRIMARY KEY (session, key)
        );
INSERT INTO "running_sets" VALUES('554efe1f-1b74-58f7-95f0-2ca49ff36893',1,'{"slot":"plank","drill":"plank","round":null,"side":null,"asked_seconds":null,"seconds":28,"asked_reps":null,"reps":null,"load_kg":null,"form":null,"pain":null,"end":null}');
INSERT INTO "running_sets" VALUES('554efe1f-1b74-58f7-95f0-2ca49ff36893',2,'{"slot":"plank","drill":"plank","round":null,"side":null,"asked_seconds":null,"seconds":30,"asked_reps":null,"reps":null,"load_kg":null,"form":null,"pain":null,"end":null}');
CREATE INDEX events_in_order ON events (date, at, id, type, program, max_pain);
CREATE INDEX events_taken_back ON events (target) WHERE target IS NOT NULL;
CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END;
CREATE INDEX events_replaced ON events (replaces) WHERE replaces IS NOT NULL;
COMMIT;
