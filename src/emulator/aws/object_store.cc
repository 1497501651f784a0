// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/object_store.h"

#include "base/encoding.h"

namespace genesys_cfn::emulator {
namespace {

ObjectVersion VersionOf(const Statement& row, std::string body) {
  return {row.Text(0), row.Text(1),     row.Integer(2) != 0, row.Text(3),
          row.Text(4), std::move(body), row.Integer(5),      row.Integer(6)};
}

std::optional<ObjectVersion> FirstOf(Statement row) {
  if (!row.Step()) return std::nullopt;
  return VersionOf(row, Base64Decode(row.Text(7)).value_or(""));
}

}  // namespace

std::string_view ObjectStore::Schema() {
  return R"sql(
CREATE TABLE buckets (
  name TEXT PRIMARY KEY,
  created_ms INTEGER NOT NULL
);
CREATE TABLE object_versions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL REFERENCES buckets (name) ON DELETE CASCADE,
  key TEXT NOT NULL,
  version_id TEXT NOT NULL,
  is_delete_marker INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  etag TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (bucket, key, version_id)
);
)sql";
}

bool ObjectStore::HasBucket(std::string_view bucket) const {
  return transaction_.Query("SELECT 1 FROM buckets WHERE name = ?", bucket).Step();
}

void ObjectStore::AddBucket(std::string_view bucket, int64_t now_ms) {
  transaction_.Execute("INSERT INTO buckets (name, created_ms) VALUES (?, ?)", bucket, now_ms);
}

std::vector<std::pair<std::string, int64_t>> ObjectStore::Buckets() const {
  std::vector<std::pair<std::string, int64_t>> buckets;
  Statement row = transaction_.Query("SELECT name, created_ms FROM buckets ORDER BY name");
  while (row.Step()) buckets.emplace_back(row.Text(0), row.Integer(1));
  return buckets;
}

std::optional<ObjectVersion> ObjectStore::Newest(std::string_view bucket, std::string_view key) const {
  return FirstOf(transaction_.Query(
      "SELECT key, version_id, is_delete_marker, content_type, etag, size, modified_ms, body FROM object_versions "
      "WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1",
      bucket, key));
}

std::optional<ObjectVersion> ObjectStore::Find(std::string_view bucket, std::string_view key,
                                               std::string_view version_id) const {
  return FirstOf(transaction_.Query(
      "SELECT key, version_id, is_delete_marker, content_type, etag, size, modified_ms, body FROM object_versions "
      "WHERE bucket = ? AND key = ? AND version_id = ?",
      bucket, key, version_id));
}

void ObjectStore::Add(std::string_view bucket, const ObjectVersion& version) {
  transaction_.Execute(
      "INSERT INTO object_versions (bucket, key, version_id, is_delete_marker, content_type, etag, size, modified_ms, "
      "body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      bucket, version.key, version.version_id, version.is_delete_marker, version.content_type, version.etag,
      version.size, version.modified_ms, Base64Encode(version.body));
}

void ObjectStore::Remove(std::string_view bucket, std::string_view key, std::string_view version_id) {
  transaction_.Execute("DELETE FROM object_versions WHERE bucket = ? AND key = ? AND version_id = ?", bucket, key,
                       version_id);
}

std::vector<ObjectVersion> ObjectStore::List(std::string_view bucket, std::string_view prefix, std::string_view after,
                                             int64_t limit) const {
  std::vector<ObjectVersion> objects;
  Statement row = transaction_.Query(
      "SELECT key, version_id, is_delete_marker, content_type, etag, size, modified_ms FROM object_versions AS version "
      "WHERE bucket = ? AND key > ? AND substr(key, 1, length(?)) = ? AND is_delete_marker = 0 AND sequence = "
      "(SELECT max(sequence) FROM object_versions WHERE bucket = version.bucket AND key = version.key) "
      "ORDER BY key LIMIT ?",
      bucket, after, prefix, prefix, limit);
  while (row.Step()) objects.push_back(VersionOf(row, ""));
  return objects;
}

}  // namespace genesys_cfn::emulator
