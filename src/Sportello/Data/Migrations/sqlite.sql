CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

CREATE TABLE "organization" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_organization" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "category" INTEGER NOT NULL DEFAULT 0,
    "active" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX "ix_organization_name" ON "organization" ("name");

CREATE TABLE "user_account" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_user_account" PRIMARY KEY AUTOINCREMENT,
    "username" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "superuser" INTEGER NOT NULL DEFAULT 0,
    "staff" INTEGER NOT NULL DEFAULT 0,
    "active" INTEGER NOT NULL DEFAULT 0,
    "language" TEXT NULL,
    "time_zone" TEXT NULL,
    "theme" TEXT NULL,
    "security_stamp" TEXT NOT NULL,
    "failed_sign_ins" INTEGER NOT NULL DEFAULT 0,
    "locked_until" INTEGER NULL,
    "last_sign_in" INTEGER NULL
);

CREATE UNIQUE INDEX "ix_user_account_username" ON "user_account" ("username");

CREATE TABLE "access_group" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_access_group" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL
);

CREATE UNIQUE INDEX "ix_access_group_name" ON "access_group" ("name");

CREATE TABLE "group_permission" (
    "group_id" INTEGER NOT NULL,
    "permission" TEXT NOT NULL,
    CONSTRAINT "pk_group_permission" PRIMARY KEY ("group_id", "permission"),
    CONSTRAINT "fk_group_permission_group_id" FOREIGN KEY ("group_id") REFERENCES "access_group" ("id") ON DELETE CASCADE
);

CREATE TABLE "group_member" (
    "group_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    CONSTRAINT "pk_group_member" PRIMARY KEY ("group_id", "user_id"),
    CONSTRAINT "fk_group_member_group_id" FOREIGN KEY ("group_id") REFERENCES "access_group" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_group_member_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_group_member_user_id" ON "group_member" ("user_id");

CREATE TABLE "contact" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_contact" PRIMARY KEY AUTOINCREMENT,
    "organization_id" INTEGER NOT NULL,
    "user_id" INTEGER NULL,
    "name" TEXT NOT NULL,
    "active" INTEGER NOT NULL DEFAULT 0,
    "language" TEXT NULL,
    "slack" TEXT NULL,
    "jabber" TEXT NULL,
    "stat" INTEGER NOT NULL DEFAULT 0,
    "correct" INTEGER NOT NULL DEFAULT 0,
    "imap_folder" TEXT NULL,
    "opens_kind" INTEGER NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "fk_contact_organization_id" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_contact_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_contact_user_id" ON "contact" ("user_id");

CREATE INDEX "ix_contact_organization_id" ON "contact" ("organization_id");

CREATE INDEX "ix_contact_name" ON "contact" ("name");

CREATE TABLE "contact_email" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_contact_email" PRIMARY KEY AUTOINCREMENT,
    "contact_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "place" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "fk_contact_email_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_contact_email_address" ON "contact_email" ("address");

CREATE INDEX "ix_contact_email_contact_id" ON "contact_email" ("contact_id");

CREATE TABLE "api_token" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_api_token" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NULL,
    CONSTRAINT "fk_api_token_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ix_api_token_hash" ON "api_token" ("hash");

CREATE INDEX "ix_api_token_user_id" ON "api_token" ("user_id");

CREATE TABLE "project" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_project" PRIMARY KEY AUTOINCREMENT,
    "organization_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "start_date" TEXT NULL,
    "end_date" TEXT NULL,
    "active" INTEGER NOT NULL DEFAULT 0,
    "notifications" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "fk_project_organization_id" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_project_name" ON "project" ("name");

CREATE INDEX "ix_project_organization_id" ON "project" ("organization_id");

CREATE TABLE "project_member" (
    "project_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "role" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "pk_project_member" PRIMARY KEY ("project_id", "contact_id", "role"),
    CONSTRAINT "fk_project_member_project_id" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_project_member_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_project_member_contact_id" ON "project_member" ("contact_id");

CREATE TABLE "general_permission" (
    "contact_id" INTEGER NOT NULL,
    "role" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "pk_general_permission" PRIMARY KEY ("contact_id", "role"),
    CONSTRAINT "fk_general_permission_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE RESTRICT
);

CREATE TABLE "ticket" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ticket" PRIMARY KEY AUTOINCREMENT,
    "number" INTEGER NOT NULL DEFAULT 0,
    "project_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL DEFAULT 0,
    "status" INTEGER NOT NULL DEFAULT 0,
    "open" INTEGER NOT NULL DEFAULT 0,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "subject" TEXT NOT NULL,
    "requester_id" INTEGER NULL,
    "assignee_id" INTEGER NULL,
    "origin" INTEGER NOT NULL DEFAULT 0,
    "opened_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "closed_at" INTEGER NULL,
    "comment_count" INTEGER NOT NULL DEFAULT 0,
    "last_comment_at" INTEGER NULL,
    "last_comment_by_id" INTEGER NULL,
    "last_comment_by_staff" INTEGER NOT NULL DEFAULT 0,
    "last_public_at" INTEGER NULL,
    "last_public_by_staff" INTEGER NOT NULL DEFAULT 0,
    "staff_commented" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "fk_ticket_project_id" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_ticket_requester_id" FOREIGN KEY ("requester_id") REFERENCES "contact" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_ticket_assignee_id" FOREIGN KEY ("assignee_id") REFERENCES "contact" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_ticket_number" ON "ticket" ("number");

CREATE INDEX "ix_ticket_updated_at_id" ON "ticket" ("updated_at", "id");

CREATE INDEX "ix_ticket_open_updated_at_id" ON "ticket" ("open", "updated_at", "id");

CREATE INDEX "ix_ticket_status_updated_at_id" ON "ticket" ("status", "updated_at", "id");

CREATE INDEX "ix_ticket_project_id_updated_at_id" ON "ticket" ("project_id", "updated_at", "id");

CREATE INDEX "ix_ticket_project_id_open_updated_at_id" ON "ticket" ("project_id", "open", "updated_at", "id");

CREATE INDEX "ix_ticket_project_id_number" ON "ticket" ("project_id", "number");

CREATE INDEX "ix_ticket_assignee_id_status_updated_at_id" ON "ticket" ("assignee_id", "status", "updated_at", "id");

CREATE INDEX "ix_ticket_requester_id_updated_at_id" ON "ticket" ("requester_id", "updated_at", "id");

CREATE INDEX "ix_ticket_opened_at_assignee_id_kind" ON "ticket" ("opened_at", "assignee_id", "kind");

CREATE TABLE "ticket_watcher" (
    "ticket_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    CONSTRAINT "pk_ticket_watcher" PRIMARY KEY ("ticket_id", "contact_id"),
    CONSTRAINT "fk_ticket_watcher_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_ticket_watcher_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_ticket_watcher_contact_id" ON "ticket_watcher" ("contact_id");

CREATE TABLE "comment" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_comment" PRIMARY KEY AUTOINCREMENT,
    "ticket_id" INTEGER NOT NULL,
    "author_id" INTEGER NULL,
    "author_name" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "internal" INTEGER NOT NULL DEFAULT 0,
    "by_staff" INTEGER NOT NULL DEFAULT 0,
    "automatic" INTEGER NOT NULL DEFAULT 0,
    "door" INTEGER NOT NULL DEFAULT 0,
    "body" TEXT NOT NULL,
    "html" TEXT NULL,
    "message_id" TEXT NULL,
    "letter_id" INTEGER NULL,
    CONSTRAINT "fk_comment_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_comment_author_id" FOREIGN KEY ("author_id") REFERENCES "contact" ("id") ON DELETE RESTRICT
);

CREATE INDEX "ix_comment_ticket_id_at_id" ON "comment" ("ticket_id", "at", "id");

CREATE INDEX "ix_comment_message_id" ON "comment" ("message_id");

CREATE INDEX "ix_comment_author_id" ON "comment" ("author_id");

CREATE TABLE "attachment" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_attachment" PRIMARY KEY AUTOINCREMENT,
    "comment_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "inline" INTEGER NOT NULL DEFAULT 0,
    "content_id" TEXT NULL,
    CONSTRAINT "fk_attachment_comment_id" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_attachment_comment_id" ON "attachment" ("comment_id");

CREATE TABLE "ticket_count" (
    "project_id" INTEGER NOT NULL,
    "assignee_id" INTEGER NOT NULL,
    "status" INTEGER NOT NULL DEFAULT 0,
    "n" INTEGER NOT NULL,
    CONSTRAINT "pk_ticket_count" PRIMARY KEY ("project_id", "assignee_id", "status")
);

CREATE TABLE "test_suite" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_test_suite" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "owner_id" INTEGER NULL,
    CONSTRAINT "fk_test_suite_owner_id" FOREIGN KEY ("owner_id") REFERENCES "contact" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_test_suite_name" ON "test_suite" ("name");

CREATE TABLE "work_item" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_work_item" PRIMARY KEY AUTOINCREMENT,
    "number" INTEGER NOT NULL DEFAULT 0,
    "project_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "work_type" INTEGER NOT NULL DEFAULT 0,
    "status" INTEGER NOT NULL DEFAULT 0,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "issued_by_id" INTEGER NULL,
    "developer_id" INTEGER NULL,
    "tester_id" INTEGER NULL,
    "start_date" TEXT NULL,
    "planned_end" TEXT NULL,
    "tested_at" INTEGER NULL,
    "finished_at" INTEGER NULL,
    "suite_id" INTEGER NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "fk_work_item_project_id" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_work_item_issued_by_id" FOREIGN KEY ("issued_by_id") REFERENCES "contact" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_work_item_developer_id" FOREIGN KEY ("developer_id") REFERENCES "contact" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_work_item_tester_id" FOREIGN KEY ("tester_id") REFERENCES "contact" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_work_item_suite_id" FOREIGN KEY ("suite_id") REFERENCES "test_suite" ("id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "ix_work_item_number" ON "work_item" ("number");

CREATE INDEX "ix_work_item_project_id_status" ON "work_item" ("project_id", "status");

CREATE INDEX "ix_work_item_suite_id" ON "work_item" ("suite_id");

CREATE TABLE "ticket_work_item" (
    "ticket_id" INTEGER NOT NULL,
    "work_item_id" INTEGER NOT NULL,
    CONSTRAINT "pk_ticket_work_item" PRIMARY KEY ("ticket_id", "work_item_id"),
    CONSTRAINT "fk_ticket_work_item_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_ticket_work_item_work_item_id" FOREIGN KEY ("work_item_id") REFERENCES "work_item" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_ticket_work_item_work_item_id" ON "ticket_work_item" ("work_item_id");

CREATE TABLE "work_item_comment" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_work_item_comment" PRIMARY KEY AUTOINCREMENT,
    "work_item_id" INTEGER NOT NULL,
    "author_id" INTEGER NULL,
    "author_name" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    CONSTRAINT "fk_work_item_comment_work_item_id" FOREIGN KEY ("work_item_id") REFERENCES "work_item" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_work_item_comment_work_item_id" ON "work_item_comment" ("work_item_id");

CREATE TABLE "history" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_history" PRIMARY KEY AUTOINCREMENT,
    "subject" INTEGER NOT NULL DEFAULT 0,
    "subject_id" INTEGER NOT NULL,
    "subject_version" INTEGER NOT NULL DEFAULT 0,
    "at" INTEGER NOT NULL,
    "contact_id" INTEGER NULL,
    "who" TEXT NOT NULL,
    "door" INTEGER NOT NULL DEFAULT 0,
    "what" TEXT NOT NULL,
    "from_value" TEXT NULL,
    "to_value" TEXT NULL
);

CREATE INDEX "ix_history_subject_subject_id_id" ON "history" ("subject", "subject_id", "id");

CREATE TABLE "setting" (
    "name" TEXT NOT NULL CONSTRAINT "pk_setting" PRIMARY KEY,
    "value" TEXT NOT NULL
);

CREATE TABLE "counter" (
    "name" TEXT NOT NULL CONSTRAINT "pk_counter" PRIMARY KEY,
    "value" INTEGER NOT NULL
);

INSERT INTO "counter" ("name", "value")
VALUES ('ticket', 9999);
SELECT changes();

INSERT INTO "counter" ("name", "value")
VALUES ('work-item', 0);
SELECT changes();

INSERT INTO "counter" ("name", "value")
VALUES ('access', 0);
SELECT changes();


INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0001_start', '10.0.14');

CREATE TABLE "letter" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_letter" PRIMARY KEY AUTOINCREMENT,
    "box" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "uid_validity" INTEGER NOT NULL,
    "uid" INTEGER NOT NULL,
    "owner_id" INTEGER NULL,
    "message_id" TEXT NULL,
    "sha256" TEXT NULL,
    "size" INTEGER NOT NULL,
    "sent_at" INTEGER NOT NULL,
    "arrived_at" INTEGER NULL,
    "taken_at" INTEGER NOT NULL,
    "sender" TEXT NOT NULL,
    "sender_name" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "verdict" INTEGER NULL,
    "outcome" INTEGER NOT NULL DEFAULT 0,
    "hold" INTEGER NULL,
    "reason" TEXT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "ticket_id" INTEGER NULL,
    "comment_id" INTEGER NULL,
    "renumbering" INTEGER NOT NULL DEFAULT 0,
    "copy_uid" INTEGER NULL,
    "trace" TEXT NOT NULL,
    CONSTRAINT "fk_letter_owner_id" FOREIGN KEY ("owner_id") REFERENCES "contact" ("id") ON DELETE SET NULL,
    CONSTRAINT "fk_letter_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE SET NULL,
    CONSTRAINT "fk_letter_comment_id" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE SET NULL
);

CREATE UNIQUE INDEX "ix_letter_box_folder_uid_validity_uid" ON "letter" ("box", "folder", "uid_validity", "uid");

CREATE INDEX "ix_letter_outcome_id" ON "letter" ("outcome", "id");

CREATE INDEX "ix_letter_message_id" ON "letter" ("message_id");

CREATE INDEX "ix_letter_ticket_id" ON "letter" ("ticket_id");

CREATE INDEX "ix_letter_comment_id" ON "letter" ("comment_id");

CREATE TABLE "known_message" (
    "id" TEXT NOT NULL CONSTRAINT "pk_known_message" PRIMARY KEY,
    "ticket_id" INTEGER NOT NULL,
    "comment_id" INTEGER NULL,
    "content" TEXT NULL,
    CONSTRAINT "fk_known_message_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_known_message_comment_id" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_known_message_ticket_id" ON "known_message" ("ticket_id");

CREATE INDEX "ix_known_message_comment_id" ON "known_message" ("comment_id");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0002_mailroom', '10.0.14');

CREATE TABLE "lease" (
    "name" TEXT NOT NULL CONSTRAINT "pk_lease" PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "until" INTEGER NOT NULL
);

CREATE TABLE "job_run" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_job_run" PRIMARY KEY AUTOINCREMENT,
    "program" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "pretended_at" INTEGER NOT NULL,
    "outcome" INTEGER NULL,
    "summary" TEXT NOT NULL
);

CREATE INDEX "ix_job_run_program_id" ON "job_run" ("program", "id");

CREATE TABLE "chat_message" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_chat_message" PRIMARY KEY AUTOINCREMENT,
    "message_key" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "contact_id" INTEGER NULL,
    "channel" INTEGER NOT NULL DEFAULT 0,
    "address" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "state" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" INTEGER NOT NULL,
    "next_attempt_at" INTEGER NOT NULL,
    "not_before" INTEGER NOT NULL,
    "claimed_until" INTEGER NULL,
    "sent_at" INTEGER NULL,
    "last_error" TEXT NULL
);

CREATE UNIQUE INDEX "ix_chat_message_message_key" ON "chat_message" ("message_key");

CREATE INDEX "ix_chat_message_state_next_attempt_at" ON "chat_message" ("state", "next_attempt_at");

CREATE INDEX "ix_chat_message_contact_id" ON "chat_message" ("contact_id");

CREATE TABLE "perfectionist_report" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_perfectionist_report" PRIMARY KEY AUTOINCREMENT,
    "contact_id" INTEGER NOT NULL,
    "day" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "findings" TEXT NOT NULL,
    CONSTRAINT "fk_perfectionist_report_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_perfectionist_report_contact_id_day" ON "perfectionist_report" ("contact_id", "day");

CREATE INDEX "ix_perfectionist_report_day" ON "perfectionist_report" ("day");

CREATE TABLE "perfectionist_fix" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_perfectionist_fix" PRIMARY KEY AUTOINCREMENT,
    "contact_id" INTEGER NOT NULL,
    "rule" TEXT NOT NULL,
    "ticket_number" INTEGER NOT NULL DEFAULT 0,
    "was" INTEGER NOT NULL DEFAULT 0,
    "became" INTEGER NOT NULL DEFAULT 0,
    "at" INTEGER NOT NULL,
    "undone_at" INTEGER NULL,
    CONSTRAINT "fk_perfectionist_fix_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_perfectionist_fix_contact_id_id" ON "perfectionist_fix" ("contact_id", "id");

CREATE INDEX "ix_perfectionist_fix_ticket_number" ON "perfectionist_fix" ("ticket_number");

CREATE INDEX "ix_ticket_open_of_assignee" ON "ticket" ("assignee_id", "status", "number", "staff_commented", "last_public_by_staff", "last_public_at", "opened_at", "id") WHERE open;

CREATE TABLE "trend_snapshot" (
    "day" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "suites" INTEGER NOT NULL,
    "bug_fixes" INTEGER NOT NULL,
    "open_bug_fixes" INTEGER NOT NULL,
    CONSTRAINT "pk_trend_snapshot" PRIMARY KEY ("day", "owner_id")
);

CREATE TABLE "test_run" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_test_run" PRIMARY KEY AUTOINCREMENT,
    "suite_name" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "tests" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "milliseconds" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "ix_test_run_sha256_suite_name" ON "test_run" ("sha256", "suite_name");

CREATE INDEX "ix_test_run_suite_name_at" ON "test_run" ("suite_name", "at");

CREATE INDEX "ix_work_item_work_type_suite_id_status" ON "work_item" ("work_type", "suite_id", "status");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0003_programs', '10.0.14');

CREATE TABLE "mail" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_mail" PRIMARY KEY AUTOINCREMENT,
    "ticket_id" INTEGER NOT NULL,
    "comment_id" INTEGER NULL,
    "kind" INTEGER NOT NULL DEFAULT 0,
    "internal" INTEGER NOT NULL DEFAULT 0,
    "author_id" INTEGER NULL,
    "author_name" TEXT NOT NULL,
    "status_from" TEXT NULL,
    "status_to" TEXT NULL,
    "assignee_from" TEXT NULL,
    "assignee_to" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "fk_mail_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "ticket" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_mail_comment_id" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE SET NULL
);

CREATE INDEX "ix_mail_ticket_id_id" ON "mail" ("ticket_id", "id");

CREATE INDEX "ix_mail_comment_id" ON "mail" ("comment_id");

CREATE TABLE "mail_recipient" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_mail_recipient" PRIMARY KEY AUTOINCREMENT,
    "mail_id" INTEGER NOT NULL,
    "contact_id" INTEGER NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "ours" INTEGER NOT NULL DEFAULT 0,
    "automatic" INTEGER NOT NULL DEFAULT 0,
    "reasons" INTEGER NOT NULL DEFAULT 0,
    "message_id" TEXT NULL,
    "state" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" INTEGER NOT NULL,
    "next_attempt_at" INTEGER NOT NULL,
    "claimed_by" TEXT NULL,
    "claimed_until" INTEGER NULL,
    "sent_at" INTEGER NULL,
    "last_answer" TEXT NULL,
    "report_id" INTEGER NULL,
    CONSTRAINT "fk_mail_recipient_mail_id" FOREIGN KEY ("mail_id") REFERENCES "mail" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_mail_recipient_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE SET NULL,
    CONSTRAINT "fk_mail_recipient_report_id" FOREIGN KEY ("report_id") REFERENCES "letter" ("id") ON DELETE SET NULL
);

CREATE INDEX "ix_mail_recipient_mail_id" ON "mail_recipient" ("mail_id");

CREATE INDEX "ix_mail_recipient_contact_id" ON "mail_recipient" ("contact_id");

CREATE INDEX "ix_mail_recipient_report_id" ON "mail_recipient" ("report_id");

CREATE INDEX "ix_mail_recipient_state_next_attempt_at_id" ON "mail_recipient" ("state", "next_attempt_at", "id");

CREATE INDEX "ix_mail_recipient_state_id" ON "mail_recipient" ("state", "id");

CREATE INDEX "ix_mail_recipient_address_created_at" ON "mail_recipient" ("address", "created_at");

CREATE TABLE "notice_choice" (
    "contact_id" INTEGER NOT NULL,
    "project_id" INTEGER NOT NULL,
    "choice" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "pk_notice_choice" PRIMARY KEY ("contact_id", "project_id"),
    CONSTRAINT "fk_notice_choice_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_notice_choice_project_id" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_notice_choice_project_id" ON "notice_choice" ("project_id");

ALTER TABLE "contact_email" ADD "undeliverable_at" INTEGER NULL;

ALTER TABLE "contact_email" ADD "undeliverable_why" TEXT NULL;

INSERT INTO "counter" ("name", "value")
VALUES ('delivered', 0);
SELECT changes();

INSERT INTO "counter" ("name", "value")
VALUES ('letter', 0);
SELECT changes();


INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0004_outbox', '10.0.14');

ALTER TABLE "ticket" ADD "asked_at" INTEGER NULL;

ALTER TABLE "ticket" ADD "promised_on" TEXT NULL;

ALTER TABLE "ticket" ADD "file_mentioned_at" INTEGER NULL;

ALTER TABLE "ticket" ADD "handed_on" INTEGER NOT NULL DEFAULT 0;

update ticket set handed_on =
    (select count(*) from history h where h.subject = 1 and h.subject_id = ticket.id and h.what = 'assignee' and h.from_value is not null and h.to_value is not null)
where exists (select 1 from history h where h.subject = 1 and h.subject_id = ticket.id and h.what = 'assignee' and h.from_value is not null);

CREATE INDEX "ix_ticket_asked" ON "ticket" ("assignee_id", "asked_at") WHERE open and asked_at is not null;

CREATE INDEX "ix_ticket_promised" ON "ticket" ("assignee_id", "promised_on") WHERE open and promised_on is not null;

CREATE INDEX "ix_ticket_file_mentioned" ON "ticket" ("assignee_id", "file_mentioned_at") WHERE open and file_mentioned_at is not null;

CREATE INDEX "ix_ticket_handed_on" ON "ticket" ("assignee_id", "handed_on") WHERE open and handed_on > 1;

CREATE INDEX "ix_ticket_closed_last_word_theirs" ON "ticket" ("assignee_id", "closed_at") WHERE not open and not last_public_by_staff;

CREATE INDEX "ix_work_item_status" ON "work_item" ("status");

CREATE INDEX "ix_work_item_overdue" ON "work_item" ("developer_id", "planned_end") WHERE planned_end is not null and status not in (3, 5);

CREATE INDEX "ix_contact_inactive" ON "contact" ("id") WHERE not active;

CREATE INDEX "ix_organization_inactive" ON "organization" ("id") WHERE not active;

CREATE INDEX "ix_user_account_last_sign_in" ON "user_account" ("last_sign_in");

CREATE TABLE "perfectionist_mode" (
    "rule" TEXT NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "mode" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "pk_perfectionist_mode" PRIMARY KEY ("rule", "contact_id")
);

CREATE TABLE "perfectionist_decision" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_perfectionist_decision" PRIMARY KEY AUTOINCREMENT,
    "rule" TEXT NOT NULL,
    "thing" INTEGER NOT NULL,
    "verdict" INTEGER NOT NULL DEFAULT 0,
    "seen_at" INTEGER NULL,
    "until" TEXT NULL,
    "reason" TEXT NULL,
    "at" INTEGER NOT NULL,
    "who" TEXT NOT NULL,
    "ended_at" INTEGER NULL
);

CREATE INDEX "ix_perfectionist_decision_rule_thing" ON "perfectionist_decision" ("rule", "thing");

ALTER TABLE "perfectionist_fix" ADD "field" TEXT NOT NULL DEFAULT 'status';

ALTER TABLE "perfectionist_fix" ADD "was_key" INTEGER NULL;

ALTER TABLE "perfectionist_fix" ADD "who" TEXT NOT NULL DEFAULT 'perfectionist';

ALTER TABLE "perfectionist_fix" ADD "undone_by" TEXT NULL;

CREATE INDEX "ix_perfectionist_fix_rule_undone_at" ON "perfectionist_fix" ("rule", "undone_at");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0005_rules', '10.0.14');

CREATE TABLE "job" (
    "name" TEXT NOT NULL CONSTRAINT "pk_job" PRIMARY KEY,
    "cron" TEXT NULL,
    "off" INTEGER NOT NULL DEFAULT 0,
    "in_force" TEXT NOT NULL,
    "due_at" INTEGER NOT NULL,
    "wanted_at" INTEGER NULL,
    "wanted_by" TEXT NULL,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "missed_from" INTEGER NULL,
    "missed_until" INTEGER NULL
);

ALTER TABLE "job_run" ADD "job" TEXT NOT NULL DEFAULT '';

ALTER TABLE "job_run" ADD "door" INTEGER NOT NULL DEFAULT 5;

ALTER TABLE "job_run" ADD "person" TEXT NULL;

ALTER TABLE "job_run" ADD "log" TEXT NOT NULL DEFAULT '';

update job_run set job = replace(program, ' ', '-');

CREATE INDEX "ix_job_run_job_id" ON "job_run" ("job", "id");

ALTER TABLE "ticket" ADD "answered_at" INTEGER NULL;

update ticket set answered_at =
(select min(c.at) from comment c where c.ticket_id = ticket.id and c.by_staff and not c.internal and c.at > ticket.opened_at);

CREATE INDEX "ix_ticket_project_id_opened_at" ON "ticket" ("project_id", "opened_at");

CREATE INDEX "ix_ticket_project_id_closed_at" ON "ticket" ("project_id", "closed_at");

CREATE INDEX "ix_ticket_closed_at" ON "ticket" ("closed_at");

ALTER TABLE "contact" ADD "off_board" INTEGER NOT NULL DEFAULT 0;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0006_pages', '10.0.14');

ALTER TABLE "ticket" ADD "merged_into_id" INTEGER NULL;

CREATE INDEX "ix_ticket_merged_into_id" ON "ticket" ("merged_into_id");

ALTER TABLE "comment" ADD "merged_from_id" INTEGER NULL;

CREATE INDEX "ix_comment_merged_from_id" ON "comment" ("merged_from_id");

CREATE TABLE "ticket_merge" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ticket_merge" PRIMARY KEY AUTOINCREMENT,
    "source_id" INTEGER NOT NULL,
    "target_id" INTEGER NOT NULL,
    "was" INTEGER NOT NULL DEFAULT 0,
    "watchers" TEXT NOT NULL,
    "work" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "undone_at" INTEGER NULL,
    CONSTRAINT "fk_ticket_merge_source_id" FOREIGN KEY ("source_id") REFERENCES "ticket" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_ticket_merge_target_id" FOREIGN KEY ("target_id") REFERENCES "ticket" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_ticket_merge_source_id" ON "ticket_merge" ("source_id");

CREATE INDEX "ix_ticket_merge_target_id" ON "ticket_merge" ("target_id");

CREATE TABLE "mail_box" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_mail_box" PRIMARY KEY AUTOINCREMENT,
    "box" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "owner_id" INTEGER NULL,
    "looked_at" INTEGER NOT NULL,
    "succeeded_at" INTEGER NULL,
    "lag" INTEGER NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" INTEGER NULL,
    "rests_until" INTEGER NULL,
    "error" TEXT NULL,
    "silent_since" INTEGER NULL,
    CONSTRAINT "fk_mail_box_owner_id" FOREIGN KEY ("owner_id") REFERENCES "contact" ("id") ON DELETE SET NULL
);

CREATE UNIQUE INDEX "ix_mail_box_box_folder" ON "mail_box" ("box", "folder");

CREATE INDEX "ix_mail_box_owner_id" ON "mail_box" ("owner_id");

CREATE INDEX "ix_letter_box_folder_id" ON "letter" ("box", "folder", "id");

CREATE TABLE "mail_rule" (
    "address" TEXT NOT NULL CONSTRAINT "pk_mail_rule" PRIMARY KEY,
    "takes" INTEGER NOT NULL DEFAULT 0,
    "who" TEXT NOT NULL,
    "at" INTEGER NOT NULL
);

ALTER TABLE "comment" ADD "folds" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0007_letters', '10.0.14');

CREATE TABLE "web_setting" (
    "section" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "secret" INTEGER NOT NULL DEFAULT 0,
    "who" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_web_setting" PRIMARY KEY ("section", "name")
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0008_settings', '10.0.14');

DROP INDEX "ix_ticket_opened_at_assignee_id_kind";

CREATE INDEX "ix_ticket_opened_reported" ON "ticket" ("opened_at", "assignee_id", "kind", "project_id", "answered_at");

DROP INDEX "ix_ticket_closed_at";

CREATE INDEX "ix_ticket_closed_reported" ON "ticket" ("closed_at", "assignee_id", "kind", "project_id", "opened_at");

CREATE INDEX "ix_ticket_open_by_kind" ON "ticket" ("kind", "project_id") WHERE open;

CREATE INDEX "ix_perfectionist_decision_said" ON "perfectionist_decision" ("rule", "verdict") WHERE verdict in (1, 2);

CREATE INDEX "ix_work_item_done_with_suite" ON "work_item" ("developer_id", "suite_id", "finished_at") WHERE suite_id is not null and status = 3;

CREATE INDEX "ix_contact_email_undeliverable" ON "contact_email" ("contact_id") WHERE undeliverable_at is not null;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0010_programs', '10.0.14');

ALTER TABLE "work_item" ADD "description" TEXT NOT NULL DEFAULT '';

ALTER TABLE "work_item" ADD "open" INTEGER NOT NULL DEFAULT 1;

update work_item set open = false where status in (3, 5);

DROP INDEX "ix_work_item_project_id_status";

CREATE INDEX "ix_work_item_open_priority_number" ON "work_item" ("open", "priority", "number");

CREATE INDEX "ix_work_item_project_id_open_priority_number" ON "work_item" ("project_id", "open", "priority", "number");

CREATE INDEX "ix_work_item_project_id_number" ON "work_item" ("project_id", "number");

CREATE INDEX "ix_work_item_developer_id_open_priority_number" ON "work_item" ("developer_id", "open", "priority", "number");

CREATE INDEX "ix_work_item_developer_id_number" ON "work_item" ("developer_id", "number");

CREATE INDEX "ix_work_item_tester_id_open_priority_number" ON "work_item" ("tester_id", "open", "priority", "number");

CREATE INDEX "ix_work_item_tester_id_number" ON "work_item" ("tester_id", "number");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0011_work_items', '10.0.14');

CREATE TABLE "directory_word" (
    "word" TEXT NOT NULL,
    "subject" INTEGER NOT NULL DEFAULT 0,
    "id" INTEGER NOT NULL,
    CONSTRAINT "pk_directory_word" PRIMARY KEY ("subject", "word", "id")
);

CREATE INDEX "ix_directory_word_subject_id" ON "directory_word" ("subject", "id");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0012_directory', '10.0.14');

ALTER TABLE "user_account" ADD "version" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "access_group" ADD "version" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "session" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_session" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "secret" TEXT NOT NULL,
    "begun_at" INTEGER NOT NULL,
    "seen_at" INTEGER NOT NULL,
    "browser" TEXT NULL,
    "address" TEXT NULL,
    CONSTRAINT "fk_session_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_session_user_id" ON "session" ("user_id");

CREATE UNIQUE INDEX "ix_session_secret" ON "session" ("secret");

ALTER TABLE "api_token" ADD "rights" TEXT NULL;

ALTER TABLE "api_token" ADD "used_at" INTEGER NULL;

CREATE INDEX "ix_history_audited" ON "history" ("id") WHERE case subject when 3 then what in ('manager', 'staff', 'customer') when 5 then what = 'general permission' else subject in (6, 7, 8) end;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0013_grants', '10.0.14');

CREATE TABLE "canned_reply" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_canned_reply" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "project_id" INTEGER NULL,
    "language" TEXT NULL,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "fk_canned_reply_project_id" FOREIGN KEY ("project_id") REFERENCES "project" ("id")
);

CREATE INDEX "ix_canned_reply_project_id" ON "canned_reply" ("project_id");

INSERT INTO "counter" ("name", "value")
VALUES ('settings', 0);
SELECT changes();


INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0014_canned_replies', '10.0.14');

CREATE TABLE "own_name" (
    "said_key" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "pk_own_name" PRIMARY KEY ("said_key", "language")
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0014_own_names', '10.0.14');

CREATE TABLE "ticket_field" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ticket_field" PRIMARY KEY AUTOINCREMENT,
    "project_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "kind" INTEGER NOT NULL DEFAULT 0,
    "required" INTEGER NOT NULL DEFAULT 0,
    "for_customers" INTEGER NOT NULL DEFAULT 0,
    "choices" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "active" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "fk_ticket_field_project_id" FOREIGN KEY ("project_id") REFERENCES "project" ("id")
);

CREATE UNIQUE INDEX "ix_ticket_field_project_id_name" ON "ticket_field" ("project_id", "name");

ALTER TABLE "ticket" ADD "fields" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0014_ticket_fields', '10.0.14');

CREATE TABLE "work_calendar" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_work_calendar" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "week" TEXT NOT NULL,
    "holidays" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE "service_plan" (
    "project_id" INTEGER NOT NULL CONSTRAINT "pk_service_plan" PRIMARY KEY,
    "calendar_id" INTEGER NOT NULL,
    CONSTRAINT "fk_service_plan_calendar_id" FOREIGN KEY ("calendar_id") REFERENCES "work_calendar" ("id")
);

CREATE TABLE "service_target" (
    "project_id" INTEGER NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "answer_minutes" INTEGER NULL,
    "solution_minutes" INTEGER NULL,
    CONSTRAINT "pk_service_target" PRIMARY KEY ("project_id", "priority")
);

ALTER TABLE "ticket" ADD "stops" TEXT NULL;

ALTER TABLE "ticket" ADD "due_at" INTEGER NULL;

update ticket set stops = cast(updated_at as text) || '-' where status = 5;

CREATE INDEX "ix_ticket_due" ON "ticket" ("due_at", "id") WHERE due_at is not null;

CREATE INDEX "ix_ticket_due_by_project" ON "ticket" ("project_id", "due_at", "id") WHERE due_at is not null;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0014_working_time', '10.0.14');

CREATE TABLE "directory_import" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_directory_import" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "kind" INTEGER NOT NULL DEFAULT 0,
    "begun_at" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "reading" TEXT NOT NULL,
    "state" INTEGER NOT NULL DEFAULT 0,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "done_row" INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX "ix_directory_import_user_id" ON "directory_import" ("user_id");

CREATE TABLE "directory_import_row" (
    "import_id" INTEGER NOT NULL,
    "row_number" INTEGER NOT NULL DEFAULT 0,
    "outcome" INTEGER NOT NULL DEFAULT 0,
    "subject_id" INTEGER NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "title" TEXT NOT NULL,
    "changes" TEXT NOT NULL,
    "reason" TEXT NULL,
    CONSTRAINT "pk_directory_import_row" PRIMARY KEY ("import_id", "row_number"),
    CONSTRAINT "fk_directory_import_row_import_id" FOREIGN KEY ("import_id") REFERENCES "directory_import" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_directory_import_row_import_id_outcome_row_number" ON "directory_import_row" ("import_id", "outcome", "row_number");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0015_imports', '10.0.14');

CREATE TABLE "likeness" (
    "subject" INTEGER NOT NULL DEFAULT 0,
    "likeness" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "twin" INTEGER NOT NULL DEFAULT 0,
    "settled" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "pk_likeness" PRIMARY KEY ("subject", "likeness", "id")
);

CREATE INDEX "ix_likeness_subject_id" ON "likeness" ("subject", "id");

CREATE INDEX "ix_likeness_open" ON "likeness" ("subject", "likeness", "id") WHERE twin and not settled;

CREATE TABLE "not_same" (
    "subject" INTEGER NOT NULL DEFAULT 0,
    "one" INTEGER NOT NULL,
    "other" INTEGER NOT NULL,
    "who" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_not_same" PRIMARY KEY ("subject", "one", "other")
);

ALTER TABLE "contact" ADD "merged_into_id" INTEGER NULL;

CREATE INDEX "ix_contact_merged" ON "contact" ("merged_into_id") WHERE merged_into_id is not null;

ALTER TABLE "organization" ADD "merged_into_id" INTEGER NULL;

CREATE INDEX "ix_organization_merged" ON "organization" ("merged_into_id") WHERE merged_into_id is not null;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0015_likeness', '10.0.14');

CREATE TABLE "sign_in_link" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sign_in_link" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "used_at" INTEGER NULL,
    "state" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "fk_sign_in_link_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_sign_in_link_address_created_at" ON "sign_in_link" ("address", "created_at");

CREATE INDEX "ix_sign_in_link_created_at" ON "sign_in_link" ("created_at");

CREATE INDEX "ix_sign_in_link_user_id" ON "sign_in_link" ("user_id");

CREATE INDEX "ix_sign_in_link_waiting" ON "sign_in_link" ("id") WHERE state = 0;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0015_sign_in_links', '10.0.14');

create virtual table ticket_words using fts5 (words, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0 tokenchars ':'");

create virtual table comment_words using fts5 (words, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0 tokenchars ':'");

CREATE TABLE "search_fill" (
    "name" TEXT NOT NULL CONSTRAINT "pk_search_fill" PRIMARY KEY,
    "done" INTEGER NOT NULL,
    "upto" INTEGER NOT NULL
);

insert into search_fill (name, done, upto) select 'ticket', 0, coalesce(max(id), 0) from ticket;

insert into search_fill (name, done, upto) select 'comment', 0, coalesce(max(id), 0) from comment;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0016_search', '10.0.14');

CREATE TABLE "draft" (
    "user_id" INTEGER NOT NULL,
    "ticket_id" INTEGER NOT NULL,
    "fields" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_draft" PRIMARY KEY ("user_id", "ticket_id")
);

CREATE TABLE "bulk_change" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_bulk_change" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "changed" TEXT NOT NULL,
    "failed" TEXT NOT NULL,
    "undone_at" INTEGER NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0017_desk', '10.0.14');

CREATE TABLE "saved_view" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_saved_view" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "shared" INTEGER NOT NULL DEFAULT 0,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "place" INTEGER NOT NULL DEFAULT 0,
    "deleted_at" INTEGER NULL
);

CREATE INDEX "ix_saved_view_user_id" ON "saved_view" ("user_id");

CREATE INDEX "ix_saved_view_shared" ON "saved_view" ("shared");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0018_views', '10.0.14');

ALTER TABLE "ticket" ADD "rating" INTEGER NULL;

ALTER TABLE "ticket" ADD "rating_words" TEXT NULL;

ALTER TABLE "ticket" ADD "rated_at" INTEGER NULL;

CREATE INDEX "ix_ticket_rated" ON "ticket" ("rated_at", "assignee_id", "kind", "project_id", "rating") WHERE rated_at is not null;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0019_ratings', '10.0.14');

CREATE TABLE "webhook" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_webhook" PRIMARY KEY AUTOINCREMENT,
    "url" TEXT NOT NULL,
    "events" TEXT NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "project_id" INTEGER NULL,
    "secret" TEXT NOT NULL,
    "active" INTEGER NOT NULL DEFAULT 0,
    "gone" INTEGER NOT NULL DEFAULT 0,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "fk_webhook_owner_id" FOREIGN KEY ("owner_id") REFERENCES "user_account" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_webhook_project_id" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_webhook_owner_id" ON "webhook" ("owner_id");

CREATE INDEX "ix_webhook_project_id" ON "webhook" ("project_id");

INSERT INTO "counter" ("name", "value")
VALUES ('webhook', 0);
SELECT changes();


CREATE TABLE "webhook_delivery" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_webhook_delivery" PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "webhook_id" INTEGER NOT NULL,
    "event" TEXT NOT NULL,
    "thing" INTEGER NOT NULL,
    "comment_id" INTEGER NULL,
    "who" TEXT NOT NULL,
    "door" INTEGER NOT NULL DEFAULT 0,
    "changes" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "state" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" INTEGER NOT NULL,
    "tried_at" INTEGER NULL,
    "status" INTEGER NULL,
    "took" INTEGER NULL,
    "answer" TEXT NULL,
    "trouble" TEXT NULL,
    CONSTRAINT "fk_webhook_delivery_webhook_id" FOREIGN KEY ("webhook_id") REFERENCES "webhook" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_webhook_delivery_webhook_id_id" ON "webhook_delivery" ("webhook_id", "id");

CREATE INDEX "ix_webhook_delivery_at" ON "webhook_delivery" ("at");

CREATE INDEX "ix_webhook_delivery_waiting" ON "webhook_delivery" ("webhook_id", "next_attempt_at", "id") WHERE state = 0;

CREATE TABLE "feed_address" (
    "user_id" INTEGER NOT NULL CONSTRAINT "pk_feed_address" PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "fk_feed_address_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ix_feed_address_hash" ON "feed_address" ("hash");

CREATE INDEX "ix_work_item_planned_developer" ON "work_item" ("developer_id", "planned_end") WHERE open and planned_end is not null;

CREATE INDEX "ix_work_item_planned_tester" ON "work_item" ("tester_id", "planned_end") WHERE open and planned_end is not null;

CREATE INDEX "ix_work_item_planned_project" ON "work_item" ("project_id", "planned_end") WHERE open and planned_end is not null;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0019_webhooks', '10.0.14');

CREATE TABLE "idempotency_key" (
    "user_id" INTEGER NOT NULL,
    "request_key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "status" INTEGER NULL,
    "content_type" TEXT NULL,
    "location" TEXT NULL,
    "etag" TEXT NULL,
    "body" TEXT NULL,
    CONSTRAINT "pk_idempotency_key" PRIMARY KEY ("user_id", "request_key")
);

CREATE INDEX "ix_idempotency_key_at" ON "idempotency_key" ("at");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0020_idempotency', '10.0.14');

CREATE TABLE "foreign_thing" (
    "source" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "foreign_id" TEXT NOT NULL,
    "own_id" INTEGER NOT NULL,
    CONSTRAINT "pk_foreign_thing" PRIMARY KEY ("source", "kind", "foreign_id")
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0021_origins', '10.0.14');

CREATE TABLE "second_factor" (
    "user_id" INTEGER NOT NULL CONSTRAINT "pk_second_factor" PRIMARY KEY,
    "secret" TEXT NOT NULL,
    "made_at" INTEGER NOT NULL,
    "confirmed_at" INTEGER NULL,
    "last_step" INTEGER NOT NULL,
    CONSTRAINT "fk_second_factor_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

CREATE TABLE "recovery_code" (
    "user_id" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    CONSTRAINT "pk_recovery_code" PRIMARY KEY ("user_id", "hash"),
    CONSTRAINT "fk_recovery_code_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0021_second_factors', '10.0.14');

CREATE TABLE "identity_link" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "made_at" INTEGER NOT NULL,
    CONSTRAINT "pk_identity_link" PRIMARY KEY ("issuer", "subject"),
    CONSTRAINT "fk_identity_link_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_identity_link_user_id" ON "identity_link" ("user_id");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0022_identity_links', '10.0.14');

CREATE TABLE "passkey" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_passkey" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "credential" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "algorithm" INTEGER NOT NULL DEFAULT 0,
    "counter" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "made_at" INTEGER NOT NULL,
    "used_at" INTEGER NULL,
    CONSTRAINT "fk_passkey_user_id" FOREIGN KEY ("user_id") REFERENCES "user_account" ("id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "ix_passkey_credential" ON "passkey" ("credential");

CREATE INDEX "ix_passkey_user_id" ON "passkey" ("user_id");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0023_passkeys', '10.0.14');

CREATE TABLE "import_progress" (
    "file" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_import_progress" PRIMARY KEY ("file", "type")
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0025_import_progress', '10.0.14');

ALTER TABLE "ticket" ADD "snoozed_until" INTEGER NULL;

ALTER TABLE "ticket" ADD "snoozed_by_id" INTEGER NULL;

CREATE INDEX "ix_ticket_snoozed" ON "ticket" ("snoozed_until", "id") WHERE snoozed_until is not null;

CREATE INDEX "ix_ticket_snoozed_by_project" ON "ticket" ("project_id", "snoozed_until", "id") WHERE snoozed_until is not null;

CREATE TABLE "snoozed_count" (
    "project_id" INTEGER NOT NULL,
    "assignee_id" INTEGER NOT NULL,
    "status" INTEGER NOT NULL DEFAULT 0,
    "n" INTEGER NOT NULL,
    CONSTRAINT "pk_snoozed_count" PRIMARY KEY ("project_id", "assignee_id", "status")
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0026_snoozing', '10.0.14');

CREATE TABLE "comment_move" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_comment_move" PRIMARY KEY AUTOINCREMENT,
    "comment_id" INTEGER NOT NULL,
    "from_id" INTEGER NOT NULL,
    "to_id" INTEGER NOT NULL,
    "split" INTEGER NOT NULL DEFAULT 0,
    "watching_id" INTEGER NULL,
    "merged_from_id" INTEGER NULL,
    "at" INTEGER NOT NULL,
    "undone_at" INTEGER NULL,
    CONSTRAINT "fk_comment_move_comment_id" FOREIGN KEY ("comment_id") REFERENCES "comment" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_comment_move_from_id" FOREIGN KEY ("from_id") REFERENCES "ticket" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_comment_move_to_id" FOREIGN KEY ("to_id") REFERENCES "ticket" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_comment_move_comment_id" ON "comment_move" ("comment_id");

CREATE INDEX "ix_comment_move_from_id" ON "comment_move" ("from_id");

CREATE INDEX "ix_comment_move_to_id" ON "comment_move" ("to_id");

CREATE INDEX "ix_ticket_open_of_requester" ON "ticket" ("requester_id", "updated_at", "id") WHERE open;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('0027_belonging', '10.0.14');

