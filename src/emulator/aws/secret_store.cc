// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/secret_store.h"

namespace genesys_cfn::emulator {
namespace {

SecretRecord RecordOf(const Statement& row) {
  return SecretRecord{row.Text(0),    row.Text(1),    row.Text(2),    row.Text(3),
                      row.Integer(4), row.Integer(5), row.Integer(6), row.Integer(7)};
}

std::optional<std::string> TextOrNull(const Statement& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return row.Text(column);
}

}  // namespace

std::string_view SecretStore::Schema() {
  return R"sql(
CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  arn TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  changed_ms INTEGER NOT NULL,
  deleted_ms INTEGER NOT NULL,
  purge_ms INTEGER NOT NULL
);
CREATE TABLE secret_versions (
  secret TEXT NOT NULL REFERENCES secrets (name) ON DELETE CASCADE,
  id TEXT NOT NULL,
  text_value TEXT,
  binary_value TEXT,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (secret, id)
);
CREATE TABLE secret_stages (
  secret TEXT NOT NULL,
  stage TEXT NOT NULL,
  version_id TEXT NOT NULL,
  PRIMARY KEY (secret, stage),
  FOREIGN KEY (secret, version_id) REFERENCES secret_versions (secret, id) ON DELETE CASCADE
);
)sql";
}

std::optional<SecretRecord> SecretStore::FindByName(std::string_view name) const {
  Statement row = transaction_.Query(
      "SELECT name, arn, description, tags, created_ms, changed_ms, deleted_ms, purge_ms FROM secrets WHERE name = ?",
      name);
  if (!row.Step()) return std::nullopt;
  return RecordOf(row);
}

std::optional<SecretRecord> SecretStore::FindByArn(std::string_view arn) const {
  Statement row = transaction_.Query(
      "SELECT name, arn, description, tags, created_ms, changed_ms, deleted_ms, purge_ms FROM secrets WHERE arn = ?",
      arn);
  if (!row.Step()) return std::nullopt;
  return RecordOf(row);
}

std::vector<SecretRecord> SecretStore::ListAfter(std::string_view after) const {
  std::vector<SecretRecord> secrets;
  Statement row = transaction_.Query(
      "SELECT name, arn, description, tags, created_ms, changed_ms, deleted_ms, purge_ms FROM secrets WHERE name > ? "
      "ORDER BY name",
      after);
  while (row.Step()) secrets.push_back(RecordOf(row));
  return secrets;
}

void SecretStore::Add(const SecretRecord& secret) {
  transaction_.Execute(
      "INSERT INTO secrets (name, arn, description, tags, created_ms, changed_ms, deleted_ms, purge_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      secret.name, secret.arn, secret.description, secret.tags, secret.created_ms, secret.changed_ms, secret.deleted_ms,
      secret.purge_ms);
}

void SecretStore::Update(const SecretRecord& secret) {
  transaction_.Execute(
      "UPDATE secrets SET description = ?, tags = ?, changed_ms = ?, deleted_ms = ?, purge_ms = ? WHERE name = ?",
      secret.description, secret.tags, secret.changed_ms, secret.deleted_ms, secret.purge_ms, secret.name);
}

void SecretStore::RemovePurged(int64_t now_ms) {
  transaction_.Execute("DELETE FROM secrets WHERE purge_ms > 0 AND purge_ms <= ?", now_ms);
}

void SecretStore::Remove(std::string_view name) {
  transaction_.Execute("DELETE FROM secrets WHERE name = ?", name);
}

std::vector<SecretVersion> SecretStore::Versions(std::string_view name) const {
  std::vector<SecretVersion> versions;
  {
    Statement row = transaction_.Query(
        "SELECT id, text_value, binary_value, created_ms FROM secret_versions WHERE secret = ? "
        "ORDER BY created_ms, rowid",
        name);
    while (row.Step()) versions.push_back({row.Text(0), TextOrNull(row, 1), TextOrNull(row, 2), row.Integer(3), {}});
  }
  for (SecretVersion& version : versions) {
    Statement row = transaction_.Query(
        "SELECT stage FROM secret_stages WHERE secret = ? AND version_id = ? ORDER BY stage", name, version.id);
    while (row.Step()) version.stages.push_back(row.Text(0));
  }
  return versions;
}

void SecretStore::AddVersion(std::string_view name, const SecretVersion& version) {
  transaction_.Execute(
      "INSERT INTO secret_versions (secret, id, text_value, binary_value, created_ms) VALUES (?, ?, ?, ?, ?)", name,
      version.id, version.text, version.binary, version.created_ms);
  transaction_.Execute("UPDATE secrets SET changed_ms = ? WHERE name = ?", version.created_ms, name);
}

void SecretStore::MoveStage(std::string_view name, std::string_view stage, std::string_view version_id) {
  std::optional<std::string> former;
  if (stage == kCurrentStage) {
    Statement row =
        transaction_.Query("SELECT version_id FROM secret_stages WHERE secret = ? AND stage = ?", name, stage);
    if (row.Step()) former = row.Text(0);
  }
  if (former && *former != version_id) SetStage(name, kPreviousStage, *former);
  SetStage(name, stage, version_id);
}

void SecretStore::RemoveStage(std::string_view name, std::string_view stage) {
  transaction_.Execute("DELETE FROM secret_stages WHERE secret = ? AND stage = ?", name, stage);
}

void SecretStore::SetStage(std::string_view name, std::string_view stage, std::string_view version_id) {
  transaction_.Execute(
      "INSERT INTO secret_stages (secret, stage, version_id) VALUES (?, ?, ?) "
      "ON CONFLICT (secret, stage) DO UPDATE SET version_id = excluded.version_id",
      name, stage, version_id);
}

}  // namespace genesys_cfn::emulator
