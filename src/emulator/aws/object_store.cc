// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/object_store.h"

#include "base/encoding.h"

namespace genesys_cfn::emulator {
namespace {

ObjectVersion VersionOf(const Statement& row, std::string body) {
  return {row.Text(0), row.Text(1),     row.Integer(2) != 0, row.Text(3),   row.Text(4),
          row.Text(5), std::move(body), row.Integer(6),      row.Integer(7)};
}

std::optional<ObjectVersion> FirstOf(Statement row) {
  if (!row.Step()) return std::nullopt;
  return VersionOf(row, Base64Decode(row.Text(8)).value_or(""));
}

}  // namespace

std::string_view ObjectStore::Schema() {
  return R"sql(
CREATE TABLE buckets (
  name TEXT PRIMARY KEY,
  created_ms INTEGER NOT NULL,
  versioning INTEGER NOT NULL
);
CREATE TABLE bucket_settings (
  bucket TEXT NOT NULL REFERENCES buckets (name) ON DELETE CASCADE,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (bucket, name)
);
CREATE TABLE object_versions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL REFERENCES buckets (name) ON DELETE CASCADE,
  key TEXT NOT NULL,
  version_id TEXT NOT NULL,
  is_delete_marker INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  headers TEXT NOT NULL,
  etag TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (bucket, key, version_id)
);
CREATE INDEX object_order ON object_versions (bucket, key, sequence);
)sql";
}

bool ObjectStore::HasBucket(std::string_view bucket) const {
  return transaction_.Query("SELECT 1 FROM buckets WHERE name = ?", bucket).Step();
}

void ObjectStore::AddBucket(std::string_view bucket, int64_t now_ms) {
  transaction_.Execute("INSERT INTO buckets (name, created_ms, versioning) VALUES (?, ?, 0)", bucket, now_ms);
}

void ObjectStore::RemoveBucket(std::string_view bucket) {
  transaction_.Execute("DELETE FROM buckets WHERE name = ?", bucket);
}

bool ObjectStore::IsEmpty(std::string_view bucket) const {
  return !transaction_.Query("SELECT 1 FROM object_versions WHERE bucket = ? LIMIT 1", bucket).Step();
}

std::vector<std::pair<std::string, int64_t>> ObjectStore::Buckets() const {
  std::vector<std::pair<std::string, int64_t>> buckets;
  Statement row = transaction_.Query("SELECT name, created_ms FROM buckets ORDER BY name");
  while (row.Step()) buckets.emplace_back(row.Text(0), row.Integer(1));
  return buckets;
}

Versioning ObjectStore::VersioningOf(std::string_view bucket) const {
  Statement row = transaction_.Query("SELECT versioning FROM buckets WHERE name = ?", bucket);
  return row.Step() ? static_cast<Versioning>(row.Integer(0)) : Versioning::kNever;
}

void ObjectStore::SetVersioning(std::string_view bucket, Versioning versioning) {
  transaction_.Execute("UPDATE buckets SET versioning = ? WHERE name = ?", static_cast<int64_t>(versioning), bucket);
}

std::optional<std::string> ObjectStore::Setting(std::string_view bucket, std::string_view name) const {
  Statement row =
      transaction_.Query("SELECT document FROM bucket_settings WHERE bucket = ? AND name = ?", bucket, name);
  if (!row.Step()) return std::nullopt;
  return row.Text(0);
}

void ObjectStore::SetSetting(std::string_view bucket, std::string_view name, std::string_view document) {
  transaction_.Execute(
      "INSERT INTO bucket_settings (bucket, name, document) VALUES (?, ?, ?) "
      "ON CONFLICT (bucket, name) DO UPDATE SET document = excluded.document",
      bucket, name, document);
}

void ObjectStore::RemoveSetting(std::string_view bucket, std::string_view name) {
  transaction_.Execute("DELETE FROM bucket_settings WHERE bucket = ? AND name = ?", bucket, name);
}

std::optional<ObjectVersion> ObjectStore::Newest(std::string_view bucket, std::string_view key) const {
  return FirstOf(transaction_.Query(
      "SELECT key, version_id, is_delete_marker, content_type, headers, etag, size, modified_ms, body "
      "FROM object_versions WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1",
      bucket, key));
}

std::optional<ObjectVersion> ObjectStore::Find(std::string_view bucket, std::string_view key,
                                               std::string_view version_id) const {
  return FirstOf(transaction_.Query(
      "SELECT key, version_id, is_delete_marker, content_type, headers, etag, size, modified_ms, body "
      "FROM object_versions WHERE bucket = ? AND key = ? AND version_id = ?",
      bucket, key, version_id));
}

void ObjectStore::Add(std::string_view bucket, const ObjectVersion& version) {
  Remove(bucket, version.key, version.version_id);
  transaction_.Execute(
      "INSERT INTO object_versions (bucket, key, version_id, is_delete_marker, content_type, headers, etag, size, "
      "modified_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      bucket, version.key, version.version_id, version.is_delete_marker, version.content_type, version.headers,
      version.etag, version.size, version.modified_ms, Base64Encode(version.body));
}

void ObjectStore::Remove(std::string_view bucket, std::string_view key, std::string_view version_id) {
  transaction_.Execute("DELETE FROM object_versions WHERE bucket = ? AND key = ? AND version_id = ?", bucket, key,
                       version_id);
}

void ObjectStore::Visit(std::string_view bucket, std::string_view from, Which which,
                        const std::function<bool(const ObjectVersion&)>& visit) const {
  Statement row = transaction_.Query(
      "SELECT key, version_id, is_delete_marker, content_type, headers, etag, size, modified_ms FROM object_versions "
      "WHERE bucket = ? AND key >= ? ORDER BY key, sequence DESC",
      bucket, from);
  std::optional<std::string> last_key;
  while (row.Step()) {
    const ObjectVersion version = VersionOf(row, "");
    const bool is_newest = last_key != version.key;
    last_key = version.key;
    if (which == Which::kCurrent && (!is_newest || version.is_delete_marker)) continue;
    if (!visit(version)) return;
  }
}

}  // namespace genesys_cfn::emulator
