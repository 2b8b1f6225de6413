BEGIN TRANSACTION;
CREATE TABLE ragaudit_documents (
	seq INTEGER NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	path TEXT NOT NULL, 
	title TEXT, 
	owner TEXT, 
	exposure VARCHAR(16) NOT NULL, 
	raw_sha256 VARCHAR(64) NOT NULL, 
	text_sha256 VARCHAR(64) NOT NULL, 
	policy INTEGER, 
	details JSON, 
	PRIMARY KEY (seq), 
	UNIQUE (digest), 
	FOREIGN KEY(policy) REFERENCES ragaudit_policies (seq)
);
INSERT INTO "ragaudit_documents" VALUES(1,'982a55573548018599556f2a0f1d5c82','docs:hr/leave.md','docs','hr/leave.md',NULL,'ann@acme.example','group','ad7f50e34db796d087be52a33c811db42770e34c8df64614e2703b086f4dff8f','ad7f50e34db796d087be52a33c811db42770e34c8df64614e2703b086f4dff8f',1,'{"source_id":"docs","native_id":"hr/leave.md","path":"hr/leave.md","raw_sha256":"ad7f50e34db796d087be52a33c811db42770e34c8df64614e2703b086f4dff8f","deep_link":"https://wiki.acme.example/leave","owners":[{"role":"accountable","principal":"ann@acme.example","fact":{"state":"known","value":"ann@acme.example","origin":"front_matter","key":"owner","raw":"ann@acme.example"}}],"lifecycle":{"state":"known","value":"current","origin":"front_matter","key":"status","raw":"current"},"content":{"format":"markdown","text_sha256":"ad7f50e34db796d087be52a33c811db42770e34c8df64614e2703b086f4dff8f","words":100},"times":{"reviewed":{"state":"known","value":"2026-01-05","origin":"front_matter","key":"reviewed_on","raw":"5 January 2026"},"mtime":{"state":"known","value":"0001-01-01","origin":"filesystem","quality":"proxy","locator":"file system"}}}');
INSERT INTO "ragaudit_documents" VALUES(2,'2eacfdfe9c92477a5e239e1ae7564fe4','docs:pay.md','docs','pay.md',NULL,NULL,'group','562c1207380f3bb2dac16f57691cd9986353575486cc9d3ce9976f25a5865d62','562c1207380f3bb2dac16f57691cd9986353575486cc9d3ce9976f25a5865d62',2,'{"source_id":"docs","native_id":"pay.md","path":"pay.md","raw_sha256":"562c1207380f3bb2dac16f57691cd9986353575486cc9d3ce9976f25a5865d62","metadata_errors":[{"state":"error","origin":"front_matter","key":"a","raw":"b","note":"c"}],"content":{"format":"markdown","text_sha256":"562c1207380f3bb2dac16f57691cd9986353575486cc9d3ce9976f25a5865d62","words":100},"times":{}}');
INSERT INTO "ragaudit_documents" VALUES(3,'31901b741c29c8276cf8831420e8c71b','docs:caf\udce9, "note":null,{"x":{"state":"absent"}�.md','docs','caf\udce9, "note":null,{"x":{"state":"absent"}�.md',NULL,NULL,'unknown','9562c54608f7448b598f90a01c388d2ee182c5bb70c4be14d4cf646335b53203','9562c54608f7448b598f90a01c388d2ee182c5bb70c4be14d4cf646335b53203',3,'{"source_id": "docs", "native_id": "caf\udce9, \"note\":null,{\"x\":{\"state\":\"absent\"}\u0000.md", "path": "caf\udce9, \"note\":null,{\"x\":{\"state\":\"absent\"}\u0000.md", "raw_sha256": "9562c54608f7448b598f90a01c388d2ee182c5bb70c4be14d4cf646335b53203", "content": {"format": "markdown", "text_sha256": "9562c54608f7448b598f90a01c388d2ee182c5bb70c4be14d4cf646335b53203", "words": 100}, "times": {"mtime": {"state": "known", "value": "0001-01-01", "origin": "filesystem", "quality": "proxy", "locator": "file system"}}}');
CREATE TABLE ragaudit_findings (
	seq INTEGER NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	severity VARCHAR(8) NOT NULL, 
	confidence VARCHAR(8) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	source TEXT NOT NULL, 
	document TEXT, 
	path TEXT, 
	line INTEGER, 
	owner TEXT, 
	affected INTEGER NOT NULL, 
	message TEXT NOT NULL, 
	quote TEXT NOT NULL, 
	details JSON, 
	PRIMARY KEY (seq), 
	UNIQUE (digest)
);
INSERT INTO "ragaudit_findings" VALUES(1,'d40053d0e706ad4dc5638d07de6c8850','FRS202-hr/leave.md','FRS202','error','high','open','docs','docs:hr/leave.md','hr/leave.md',3,'ann@acme.example',1,'hr/leave.md is overdue.','review_by: 2026-01-05','{"rule":"frs202","remedy":"verify","action":"Review it.","related":[{"document":"docs:pay.md","line":4,"quote":"as said there"}],"status_reason":null}');
INSERT INTO "ragaudit_findings" VALUES(2,'76eeefbe48cf357f5d8ef6b544cd62b4','FRS202-caf\udce9, "note":null,{"x":{"state":"absent"}�.md','FRS202','error','high','open','docs','docs:caf\udce9, "note":null,{"x":{"state":"absent"}�.md','caf\udce9, "note":null,{"x":{"state":"absent"}�.md',3,'ann@acme.example',1,'caf\udce9, "note":null,{"x":{"state":"absent"}�.md is overdue.','review_by: 2026-01-05','{"rule": "frs202", "remedy": "verify", "action": "Review it.", "related": [{"document": "docs:pay.md", "line": 4, "quote": "as said there"}], "status_reason": null, "fingerprint": "FRS202-caf\udce9, \"note\":null,{\"x\":{\"state\":\"absent\"}\u0000.md", "document": "docs:caf\udce9, \"note\":null,{\"x\":{\"state\":\"absent\"}\u0000.md", "path": "caf\udce9, \"note\":null,{\"x\":{\"state\":\"absent\"}\u0000.md", "message": "caf\udce9, \"note\":null,{\"x\":{\"state\":\"absent\"}\u0000.md is overdue."}');
INSERT INTO "ragaudit_findings" VALUES(3,'840ca72c35fdd7f36db161577b9ad383','OWN101-pay.md','OWN101','error','high','baseline','docs','docs:pay.md','pay.md',3,'ann@acme.example',1,'pay.md is overdue.','review_by: 2026-01-05','{"rule":"own101","remedy":"verify","action":"Review it.","related":[{"document":"docs:pay.md","line":4,"quote":"as said there"}],"status_reason":"known"}');
INSERT INTO "ragaudit_findings" VALUES(4,'ecc189707b492aa7094f5d6cbecb2b7a','whole','OWN101','warn','high','open','docs',NULL,NULL,NULL,NULL,7,'None is overdue.','review_by: 2026-01-05','{"rule":"own101","remedy":"verify","action":"Review it.","related":[{"document":"docs:pay.md","line":4,"quote":"as said there"}],"status_reason":null}');
CREATE TABLE ragaudit_leaks (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	probe TEXT NOT NULL, 
	principal TEXT NOT NULL, 
	document TEXT NOT NULL, 
	rank INTEGER NOT NULL, 
	details JSON, 
	PRIMARY KEY (run, position), 
	FOREIGN KEY(run) REFERENCES ragaudit_runs (seq) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "ragaudit_leaks" VALUES(1,0,'q1','bob','docs:pay.md',2,NULL);
INSERT INTO "ragaudit_leaks" VALUES(1,1,'q2','bob','docs:pay.md',1,NULL);
INSERT INTO "ragaudit_leaks" VALUES(2,0,'q1','bob','docs:pay.md',2,NULL);
INSERT INTO "ragaudit_leaks" VALUES(2,1,'q2','bob','docs:pay.md',1,NULL);
CREATE TABLE ragaudit_policies (
	seq INTEGER NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	details JSON NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (digest)
);
INSERT INTO "ragaudit_policies" VALUES(1,'63d09f2640b2d3233ac71b8b88c02515','{"state":"known","layers":[{"scope":"folder","entries":[{"effect":"allow","principal":{"kind":"group","name":"hr"},"locator":"access.yaml:2"},{"effect":"deny","principal":{"kind":"unresolved","name":"bob"},"locator":"access.yaml:2"}],"locator":"access.yaml:2"}]}');
INSERT INTO "ragaudit_policies" VALUES(2,'1c11f30121f450d942a9658e6c5d4539','{"state":"known","layers":[{"scope":"folder","entries":[{"effect":"allow","principal":{"kind":"group","name":"hr"},"locator":"access.yaml:2"}],"locator":"access.yaml:2"}]}');
INSERT INTO "ragaudit_policies" VALUES(3,'4720b3de75cf75f0ea119a52739d60a2','{}');
CREATE TABLE ragaudit_probe_results (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	probe TEXT NOT NULL, 
	principal TEXT NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	source TEXT, 
	reason TEXT NOT NULL, 
	details JSON, 
	PRIMARY KEY (run, position), 
	FOREIGN KEY(run) REFERENCES ragaudit_runs (seq) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "ragaudit_probe_results" VALUES(1,0,'q1','bob','failed','docs','it leaked','{"returned":["docs:pay.md"],"query":"","withheld":[]}');
INSERT INTO "ragaudit_probe_results" VALUES(1,1,'q2','ann','passed',NULL,'','{"returned":[],"query":"","withheld":[]}');
INSERT INTO "ragaudit_probe_results" VALUES(2,0,'q1','bob','failed','docs','it leaked','{"returned":["docs:pay.md"],"query":"","withheld":[]}');
INSERT INTO "ragaudit_probe_results" VALUES(2,1,'q2','ann','passed',NULL,'','{"returned":[],"query":"","withheld":[]}');
CREATE TABLE ragaudit_rules (
	seq INTEGER NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	severity VARCHAR(8) NOT NULL, 
	details JSON NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (digest)
);
INSERT INTO "ragaudit_rules" VALUES(1,'7fb1551703765b2031f946c7517fa5ff','FRS202','review-overdue','error','{"summary":"A review is overdue.","why":"Old text misleads.","remedy":"verify","how_to_fix":"Review it.","example":"review_by: 2020-01-01","not_reported":"A date ahead.","references":["https://x"],"gap":false,"declare":"","enabled":true}');
CREATE TABLE ragaudit_run_documents (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	item INTEGER NOT NULL, 
	mtime VARCHAR(10), 
	PRIMARY KEY (run, position), 
	FOREIGN KEY(run) REFERENCES ragaudit_runs (seq) ON DELETE CASCADE, 
	FOREIGN KEY(item) REFERENCES ragaudit_documents (seq)
)
 WITHOUT ROWID

;
INSERT INTO "ragaudit_run_documents" VALUES(1,0,1,'2026-10-02');
INSERT INTO "ragaudit_run_documents" VALUES(1,1,2,NULL);
INSERT INTO "ragaudit_run_documents" VALUES(1,2,3,'2026-10-02');
INSERT INTO "ragaudit_run_documents" VALUES(2,0,1,'2026-10-02');
INSERT INTO "ragaudit_run_documents" VALUES(2,1,2,NULL);
INSERT INTO "ragaudit_run_documents" VALUES(2,2,3,'2026-10-02');
CREATE TABLE ragaudit_run_findings (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	item INTEGER NOT NULL, 
	PRIMARY KEY (run, position), 
	FOREIGN KEY(run) REFERENCES ragaudit_runs (seq) ON DELETE CASCADE, 
	FOREIGN KEY(item) REFERENCES ragaudit_findings (seq)
)
 WITHOUT ROWID

;
INSERT INTO "ragaudit_run_findings" VALUES(1,0,1);
INSERT INTO "ragaudit_run_findings" VALUES(2,0,1);
INSERT INTO "ragaudit_run_findings" VALUES(1,1,2);
INSERT INTO "ragaudit_run_findings" VALUES(2,1,2);
INSERT INTO "ragaudit_run_findings" VALUES(1,2,3);
INSERT INTO "ragaudit_run_findings" VALUES(2,2,3);
INSERT INTO "ragaudit_run_findings" VALUES(1,3,4);
INSERT INTO "ragaudit_run_findings" VALUES(2,3,4);
CREATE TABLE ragaudit_run_rules (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	item INTEGER NOT NULL, 
	PRIMARY KEY (run, position), 
	FOREIGN KEY(run) REFERENCES ragaudit_runs (seq) ON DELETE CASCADE, 
	FOREIGN KEY(item) REFERENCES ragaudit_rules (seq)
)
 WITHOUT ROWID

;
INSERT INTO "ragaudit_run_rules" VALUES(1,0,1);
INSERT INTO "ragaudit_run_rules" VALUES(2,0,1);
CREATE TABLE ragaudit_run_skips (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	item INTEGER NOT NULL, 
	PRIMARY KEY (run, position), 
	FOREIGN KEY(run) REFERENCES ragaudit_runs (seq) ON DELETE CASCADE, 
	FOREIGN KEY(item) REFERENCES ragaudit_skips (seq)
)
 WITHOUT ROWID

;
INSERT INTO "ragaudit_run_skips" VALUES(1,0,1);
INSERT INTO "ragaudit_run_skips" VALUES(2,0,1);
CREATE TABLE ragaudit_runs (
	seq INTEGER NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	started_at VARCHAR(40) NOT NULL, 
	as_of VARCHAR(10) NOT NULL, 
	version VARCHAR(40) NOT NULL, 
	config_digest VARCHAR(64) NOT NULL, 
	corpus_digest VARCHAR(64) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	exit_code INTEGER NOT NULL, 
	interrupted BOOLEAN NOT NULL, 
	details JSON, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
INSERT INTO "ragaudit_runs" VALUES(1,'r1','probe','2026-11-01T06:31:00.000125+00:00','2026-11-01','0.1.0','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','failed',1,0,'{"run":{"id":"r1","as_of":"2026-11-01","started_at":"2026-11-01T06:31:00.000125Z","version":"0.1.0","config_digest":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","corpus_digest":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd","rules":["FRS202","OWN101"],"interrupted":false,"kind":"probe","changed_since":null},"sources":[],"documents":[],"findings":[],"skips":[],"verdict":{"status":"failed","reasons":["1 error"],"failing":[]},"rules":{},"source_failures":[{"source":"wiki","kind":"auth-invalid","detail":"nobody by that name","action":"check it"}],"skipped_rules":[{"code":"OWN102","source":"docs","reason":"no directory"}],"fixed":["f1","f2"],"notes":["One sentence."],"probing":{"target":"built-in index","place":"probes.yaml","k":[1,5],"calls":4,"scores":[],"leaks":[],"results":[],"unmapped":1,"undecided":0,"unmeasured":"","dark":null,"notes":["one note"]},"freshness":[{"source":"docs","state":"warn","contract":"reviewed within 365 days","documents":3,"fresh":0,"warned":0,"overdue":0,"undated":0,"excused":0,"unread":0,"oldest":"2026-01-05","newest":null,"upcoming":[{"document":"docs:pay.md","path":"pay.md","on":"2026-12-01","what":"review","owner":"ann","severity":"error"}],"late":[],"reasons":["one is overdue"]}],"past":[],"checklist":[{"name":"ownership","status":"evidenced","evidence":"1 of 3 has an owner"}],"since":null}');
INSERT INTO "ragaudit_runs" VALUES(2,'r2','probe','2026-11-01T06:32:00.000125+00:00','2026-11-01','0.1.0','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','failed',1,0,'{"run":{"id":"r2","as_of":"2026-11-01","started_at":"2026-11-01T06:32:00.000125Z","version":"0.1.0","config_digest":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","corpus_digest":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd","rules":["FRS202","OWN101"],"interrupted":false,"kind":"probe","changed_since":null},"sources":[],"documents":[],"findings":[],"skips":[],"verdict":{"status":"failed","reasons":["1 error"],"failing":[]},"rules":{},"source_failures":[{"source":"wiki","kind":"auth-invalid","detail":"nobody by that name","action":"check it"}],"skipped_rules":[{"code":"OWN102","source":"docs","reason":"no directory"}],"fixed":["f1","f2"],"notes":["One sentence."],"probing":{"target":"built-in index","place":"probes.yaml","k":[1,5],"calls":4,"scores":[],"leaks":[],"results":[],"unmapped":1,"undecided":0,"unmeasured":"","dark":null,"notes":["one note"]},"freshness":[{"source":"docs","state":"warn","contract":"reviewed within 365 days","documents":3,"fresh":0,"warned":0,"overdue":0,"undated":0,"excused":0,"unread":0,"oldest":"2026-01-05","newest":null,"upcoming":[{"document":"docs:pay.md","path":"pay.md","on":"2026-12-01","what":"review","owner":"ann","severity":"error"}],"late":[],"reasons":["one is overdue"]}],"past":[],"checklist":[{"name":"ownership","status":"evidenced","evidence":"1 of 3 has an owner"}],"since":{"run":"r1","started_at":"2026-11-01T06:31:00.000125Z","new":0,"worse":0,"fixed":0,"unknown":0}}');
CREATE TABLE ragaudit_schema (
	version_num VARCHAR(32) NOT NULL, 
	PRIMARY KEY (version_num)
);
INSERT INTO "ragaudit_schema" VALUES('0002');
CREATE TABLE ragaudit_scores (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	measure TEXT NOT NULL, 
	source TEXT, 
	principal TEXT, 
	value FLOAT, 
	low FLOAT, 
	high FLOAT, 
	n INTEGER NOT NULL, 
	undefined INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	details JSON, 
	PRIMARY KEY (run, position), 
	FOREIGN KEY(run) REFERENCES ragaudit_runs (seq) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "ragaudit_scores" VALUES(1,0,'R@1','docs',NULL,0.75,0.4,0.93,8,0,'',NULL);
INSERT INTO "ragaudit_scores" VALUES(1,1,'leak rate',NULL,NULL,NULL,NULL,NULL,0,2,'too few',NULL);
INSERT INTO "ragaudit_scores" VALUES(2,0,'R@1','docs',NULL,0.75,0.4,0.93,8,0,'',NULL);
INSERT INTO "ragaudit_scores" VALUES(2,1,'leak rate',NULL,NULL,NULL,NULL,NULL,0,2,'too few',NULL);
CREATE TABLE ragaudit_skips (
	seq INTEGER NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	source TEXT NOT NULL, 
	path TEXT NOT NULL, 
	reason VARCHAR(32) NOT NULL, 
	detail TEXT NOT NULL, 
	action TEXT NOT NULL, 
	details JSON, 
	PRIMARY KEY (seq), 
	UNIQUE (digest)
);
INSERT INTO "ragaudit_skips" VALUES(1,'ef1eb91cd12fe91a0928ae32654bc186','docs','b.pdf','encrypted','needs a password','remove it',NULL);
CREATE TABLE ragaudit_sources (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	type TEXT NOT NULL, 
	root TEXT NOT NULL, 
	partial BOOLEAN NOT NULL, 
	failed BOOLEAN NOT NULL, 
	documents INTEGER, 
	errors INTEGER, 
	warnings INTEGER, 
	infos INTEGER, 
	stale INTEGER, 
	conflicts INTEGER, 
	unowned INTEGER, 
	access_unknown INTEGER, 
	recall FLOAT, 
	leaks INTEGER, 
	details JSON, 
	PRIMARY KEY (run, position), 
	FOREIGN KEY(run) REFERENCES ragaudit_runs (seq) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "ragaudit_sources" VALUES(1,0,'docs','filesystem','./docs',0,0,3,2,1,0,2,NULL,2,1,0.75,1,'{"id":"docs","type":"filesystem","root":"./docs","documents":3,"skipped":1,"owned":1,"dated":2,"access_known":2,"other_files":5,"other_types":{".png":4,"(none)":1},"oldest":"2026-01-05","clock":"reviewed within 365 days"}');
INSERT INTO "ragaudit_sources" VALUES(1,1,'wiki','dokuwiki','https://wiki.acme.example',0,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"id":"wiki","type":"dokuwiki","root":"https://wiki.acme.example","documents":0,"skipped":0,"owned":0,"dated":0,"access_known":0,"other_files":0,"other_types":{},"oldest":null,"clock":null}');
INSERT INTO "ragaudit_sources" VALUES(2,0,'docs','filesystem','./docs',0,0,3,2,1,0,2,NULL,2,1,0.75,1,'{"id":"docs","type":"filesystem","root":"./docs","documents":3,"skipped":1,"owned":1,"dated":2,"access_known":2,"other_files":5,"other_types":{".png":4,"(none)":1},"oldest":"2026-01-05","clock":"reviewed within 365 days"}');
INSERT INTO "ragaudit_sources" VALUES(2,1,'wiki','dokuwiki','https://wiki.acme.example',0,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"id":"wiki","type":"dokuwiki","root":"https://wiki.acme.example","documents":0,"skipped":0,"owned":0,"dated":0,"access_known":0,"other_files":0,"other_types":{},"oldest":null,"clock":null}');
CREATE INDEX ragaudit_runs_by_time ON ragaudit_runs (started_at);
CREATE INDEX ragaudit_findings_by_fingerprint ON ragaudit_findings (fingerprint);
CREATE INDEX ragaudit_documents_by_policy ON ragaudit_documents (policy);
CREATE INDEX ragaudit_run_findings_by_item ON ragaudit_run_findings (item);
CREATE INDEX ragaudit_run_skips_by_item ON ragaudit_run_skips (item);
CREATE INDEX ragaudit_run_rules_by_item ON ragaudit_run_rules (item);
CREATE INDEX ragaudit_run_documents_by_item ON ragaudit_run_documents (item);
COMMIT;
