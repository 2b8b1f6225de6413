BEGIN TRANSACTION;
CREATE TABLE documents (
	run_id VARCHAR(64) NOT NULL, 
	id VARCHAR(1024) NOT NULL, 
	source VARCHAR(128) NOT NULL, 
	path TEXT NOT NULL, 
	title TEXT, 
	owner TEXT, 
	exposure VARCHAR(16) NOT NULL, 
	raw_sha256 VARCHAR(64) NOT NULL, 
	text_sha256 VARCHAR(64) NOT NULL, 
	times TEXT NOT NULL, 
	PRIMARY KEY (run_id, id), 
	FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
);
INSERT INTO "documents" VALUES('20261129T123645726781-3adf87fd','docs:caf\xe9.md','docs','caf\xe9.md','Menu',NULL,'unknown','b43c40d64a4ef5e154291bd491446ecee777d35dbc85fd5838ff5308e652a6c1','60a396ef0c581bae115144ff55bd892999f82f4e45e7bc8750b8830547f0158b','{"mtime": {"value": "2026-11-29", "quality": "proxy", "locator": "file system"}}');
INSERT INTO "documents" VALUES('20261129T123645726781-3adf87fd','docs:leave.md','docs','leave.md','Leave','ann@acme.example','org','380de2cb7968c2d3bc2af78cd1290a24e159703cc75c0fddb58c27fae25c5566','58cdcaa07113e4dad47c59bf933588d24e9129547cd5bda38763b42912a6fb0b','{"reviewed": {"value": "2026-10-01", "quality": "authoritative", "locator": "front matter, line 4"}, "review_due": {"value": "2027-10-01", "quality": "derived", "locator": "front matter, lines 4 and 5"}, "mtime": {"value": "2026-11-29", "quality": "proxy", "locator": "file system"}}');
INSERT INTO "documents" VALUES('20261129T123645726781-3adf87fd','docs:old.md','docs','old.md','Old',NULL,'org','730fa13b3c01cd38beddb176b70a32aa5422968ab5e11202efba94b0f08ba713','0d9bf28ca13bce9c288aece707f5c6340e46b189820af559ee9776569d0db7d8','{"expires": {"value": "2026-01-05", "quality": "authoritative", "locator": "front matter, line 2"}, "reviewed": {"value": "2026-10-01", "quality": "authoritative", "locator": "front matter, line 4"}, "review_due": {"value": "2027-10-01", "quality": "derived", "locator": "front matter, lines 4 and 5"}, "mtime": {"value": "2026-11-29", "quality": "proxy", "locator": "file system"}}');
INSERT INTO "documents" VALUES('20261129T123645726781-3adf87fd','docs:travel.md','docs','travel.md','Travel','ann@acme.example','org','2e827ac241b2a1bdc9c1acb8615e650ec7de24e266ecb43d13d6e39968abc871','9423ae02ee93a118fa753d253e1d8029493bd1cdd79920136f306ce6c1518a62','{"reviewed": {"value": "2026-10-01", "quality": "authoritative", "locator": "front matter, line 5"}, "review_due": {"value": "2027-10-01", "quality": "derived", "locator": "front matter, lines 5 and 6"}, "mtime": {"value": "2026-11-29", "quality": "proxy", "locator": "file system"}}');
INSERT INTO "documents" VALUES('20261129T123701179843-68dcd6b1','docs:caf\xe9.md','docs','caf\xe9.md','Menu',NULL,'unknown','b43c40d64a4ef5e154291bd491446ecee777d35dbc85fd5838ff5308e652a6c1','60a396ef0c581bae115144ff55bd892999f82f4e45e7bc8750b8830547f0158b','{"mtime": {"value": "2026-11-29", "quality": "proxy", "locator": "file system"}}');
INSERT INTO "documents" VALUES('20261129T123701179843-68dcd6b1','docs:leave.md','docs','leave.md','Leave','ann@acme.example','org','380de2cb7968c2d3bc2af78cd1290a24e159703cc75c0fddb58c27fae25c5566','58cdcaa07113e4dad47c59bf933588d24e9129547cd5bda38763b42912a6fb0b','{"reviewed": {"value": "2026-10-01", "quality": "authoritative", "locator": "front matter, line 4"}, "review_due": {"value": "2027-10-01", "quality": "derived", "locator": "front matter, lines 4 and 5"}, "mtime": {"value": "2026-11-29", "quality": "proxy", "locator": "file system"}}');
INSERT INTO "documents" VALUES('20261129T123701179843-68dcd6b1','docs:old.md','docs','old.md','Old',NULL,'org','730fa13b3c01cd38beddb176b70a32aa5422968ab5e11202efba94b0f08ba713','0d9bf28ca13bce9c288aece707f5c6340e46b189820af559ee9776569d0db7d8','{"expires": {"value": "2026-01-05", "quality": "authoritative", "locator": "front matter, line 2"}, "reviewed": {"value": "2026-10-01", "quality": "authoritative", "locator": "front matter, line 4"}, "review_due": {"value": "2027-10-01", "quality": "derived", "locator": "front matter, lines 4 and 5"}, "mtime": {"value": "2026-11-29", "quality": "proxy", "locator": "file system"}}');
INSERT INTO "documents" VALUES('20261129T123701179843-68dcd6b1','docs:travel.md','docs','travel.md','Travel','ann@acme.example','org','65fbe46cb8c610abb144ed426bf9442f2e6e2e5c3f6803a0f5615acfd184264b','9423ae02ee93a118fa753d253e1d8029493bd1cdd79920136f306ce6c1518a62','{"reviewed": {"value": "2026-10-01", "quality": "authoritative", "locator": "front matter, line 4"}, "review_due": {"value": "2027-10-01", "quality": "derived", "locator": "front matter, lines 4 and 5"}, "mtime": {"value": "2026-11-29", "quality": "proxy", "locator": "file system"}}');
CREATE TABLE findings (
	run_id VARCHAR(64) NOT NULL, 
	fingerprint VARCHAR(32) NOT NULL, 
	code VARCHAR(8) NOT NULL, 
	severity VARCHAR(8) NOT NULL, 
	confidence VARCHAR(8) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	source VARCHAR(128) NOT NULL, 
	path TEXT, 
	line INTEGER, 
	owner TEXT, 
	message TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	PRIMARY KEY (run_id, fingerprint), 
	FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
);
INSERT INTO "findings" VALUES('20261129T123645726781-3adf87fd','94333cb776e97c750a8841bd','PRM501','error','high','open','docs','caf\xe9.md',NULL,NULL,'Nothing says who may read it: no `access` in the document, no access.yaml and no `acl_rules` reach it.','');
INSERT INTO "findings" VALUES('20261129T123645726781-3adf87fd','4237fcb49a6d700cf3225b77','FRS203','error','high','open','docs','old.md',2,NULL,'Expired on 2026-01-05 (valid_to), 300 days ago, and still in the source.','valid_to: 2026-01-05');
INSERT INTO "findings" VALUES('20261129T123645726781-3adf87fd','67e3159dc11777ed4e3726e2','DUP402','warn','medium','open','docs','caf\xe9.md',NULL,NULL,'96 % of the five-word sequences are the same as in `travel.md`. Only the titles differ. This one is undated, the other last dated 2026-10-01.','');
INSERT INTO "findings" VALUES('20261129T123645726781-3adf87fd','6179fa33d0b4ecbee8e1eefb','FRS210','warn','high','open','docs','caf\xe9.md',NULL,NULL,'No date says how current the text is: only the file system''s date, which checkout and copy reset.','');
INSERT INTO "findings" VALUES('20261129T123645726781-3adf87fd','a4ac132cfba2abb197b960cf','OWN101','warn','high','open','docs','caf\xe9.md',NULL,NULL,'No owner; looked in front matter, sidecar, owner_rules (none set), CODEOWNERS (none found).','');
INSERT INTO "findings" VALUES('20261129T123645726781-3adf87fd','927436b5ff7d99e95e0cac8c','OWN101','warn','high','open','docs','old.md',NULL,NULL,'No owner; looked in front matter, sidecar, owner_rules (none set), CODEOWNERS (none found).','');
INSERT INTO "findings" VALUES('20261129T123645726781-3adf87fd','1d52debf377e5c681450f36c','DUP402','warn','medium','open','docs','old.md',11,NULL,'91 % of the five-word sequences are the same as in `leave.md`. They differ first in: «TODO: write this page. Everybody has 28 days of paid …» here, «Everybody has 28 days of paid …» there. This one is last dated 2026-10-01, the other last dated 2026-10-01.','TODO: write this page. Everybody has 28 days of paid …');
INSERT INTO "findings" VALUES('20261129T123645726781-3adf87fd','525e5866c7c403fff2a1ad36','STR805','warn','high','open','docs','old.md',11,NULL,'A placeholder stands where text is missing, in line 11.','TODO: write this page. Everybody has 28 days of paid leave a year. Ask your manager at least two weeks ahead, and enter the days in the calendar so that the…');
INSERT INTO "findings" VALUES('20261129T123701179843-68dcd6b1','94333cb776e97c750a8841bd','PRM501','error','high','open','docs','caf\xe9.md',NULL,NULL,'Nothing says who may read it: no `access` in the document, no access.yaml and no `acl_rules` reach it.','');
INSERT INTO "findings" VALUES('20261129T123701179843-68dcd6b1','4237fcb49a6d700cf3225b77','FRS203','error','high','open','docs','old.md',2,NULL,'Expired on 2026-01-05 (valid_to), 301 days ago, and still in the source.','valid_to: 2026-01-05');
INSERT INTO "findings" VALUES('20261129T123701179843-68dcd6b1','67e3159dc11777ed4e3726e2','DUP402','warn','medium','open','docs','caf\xe9.md',NULL,NULL,'96 % of the five-word sequences are the same as in `travel.md`. Only the titles differ. This one is undated, the other last dated 2026-10-01.','');
INSERT INTO "findings" VALUES('20261129T123701179843-68dcd6b1','6179fa33d0b4ecbee8e1eefb','FRS210','warn','high','open','docs','caf\xe9.md',NULL,NULL,'No date says how current the text is: only the file system''s date, which checkout and copy reset.','');
INSERT INTO "findings" VALUES('20261129T123701179843-68dcd6b1','a4ac132cfba2abb197b960cf','OWN101','warn','high','open','docs','caf\xe9.md',NULL,NULL,'No owner; looked in front matter, sidecar, owner_rules (none set), CODEOWNERS (none found).','');
INSERT INTO "findings" VALUES('20261129T123701179843-68dcd6b1','927436b5ff7d99e95e0cac8c','OWN101','warn','high','open','docs','old.md',NULL,NULL,'No owner; looked in front matter, sidecar, owner_rules (none set), CODEOWNERS (none found).','');
INSERT INTO "findings" VALUES('20261129T123701179843-68dcd6b1','1d52debf377e5c681450f36c','DUP402','warn','medium','open','docs','old.md',11,NULL,'91 % of the five-word sequences are the same as in `leave.md`. They differ first in: «TODO: write this page. Everybody has 28 days of paid …» here, «Everybody has 28 days of paid …» there. This one is last dated 2026-10-01, the other last dated 2026-10-01.','TODO: write this page. Everybody has 28 days of paid …');
INSERT INTO "findings" VALUES('20261129T123701179843-68dcd6b1','525e5866c7c403fff2a1ad36','STR805','warn','high','open','docs','old.md',11,NULL,'A placeholder stands where text is missing, in line 11.','TODO: write this page. Everybody has 28 days of paid leave a year. Ask your manager at least two weeks ahead, and enter the days in the calendar so that the…');
CREATE TABLE runs (
	id VARCHAR(64) NOT NULL, 
	started_at VARCHAR(40) NOT NULL, 
	as_of VARCHAR(10) NOT NULL, 
	version VARCHAR(40) NOT NULL, 
	config_digest VARCHAR(64) NOT NULL, 
	corpus_digest VARCHAR(64) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	exit_code INTEGER NOT NULL, 
	interrupted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES('20261129T123645726781-3adf87fd','2026-11-29T12:36:45.726781+00:00','2026-11-01','0.1.0','0eb55ef794d828b56ee744464881803358681d148c652971f47d4e8cda2cd5a8','3adf87fd298636a5d32f9e0770c5dfc4e7b4e5a7b6f1895a3413b9f85d10e4c9','failed',1,0);
INSERT INTO "runs" VALUES('20261129T123701179843-68dcd6b1','2026-11-29T12:37:01.179843+00:00','2026-11-02','0.1.0','0eb55ef794d828b56ee744464881803358681d148c652971f47d4e8cda2cd5a8','68dcd6b1f8bca1869ead6be045b4f2b048c24948aebda87903f684ef062bb4fd','failed',1,0);
CREATE TABLE skips (
	run_id VARCHAR(64) NOT NULL, 
	source VARCHAR(128) NOT NULL, 
	path VARCHAR(1024) NOT NULL, 
	reason VARCHAR(32) NOT NULL, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (run_id, source, path), 
	FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
);
INSERT INTO "skips" VALUES('20261129T123645726781-3adf87fd','docs','broken.pdf','corrupt','is cut off or damaged: no readable .pdf file');
INSERT INTO "skips" VALUES('20261129T123701179843-68dcd6b1','docs','broken.pdf','corrupt','is cut off or damaged: no readable .pdf file');
CREATE INDEX findings_by_fingerprint ON findings (fingerprint);
COMMIT;
