// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/multipart_store.h"

#include "base/encoding.h"

namespace genesys_cfn::emulator {
namespace {

MultipartUpload UploadOf(const Statement& row) {
  return {row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Integer(4)};
}

}  // namespace

std::string_view MultipartStore::Schema() {
  return R"sql(
CREATE TABLE multipart_uploads (
  id TEXT PRIMARY KEY,
  bucket TEXT NOT NULL REFERENCES buckets (name) ON DELETE CASCADE,
  key TEXT NOT NULL,
  content_type TEXT NOT NULL,
  headers TEXT NOT NULL,
  created_ms INTEGER NOT NULL
);
CREATE TABLE multipart_parts (
  upload TEXT NOT NULL REFERENCES multipart_uploads (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  etag TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (upload, number)
);
)sql";
}

void MultipartStore::Add(std::string_view bucket, const MultipartUpload& upload) {
  transaction_.Execute(
      "INSERT INTO multipart_uploads (id, bucket, key, content_type, headers, created_ms) VALUES (?, ?, ?, ?, ?, ?)",
      upload.id, bucket, upload.key, upload.content_type, upload.headers, upload.created_ms);
}

std::optional<MultipartUpload> MultipartStore::Find(std::string_view bucket, std::string_view key,
                                                    std::string_view id) const {
  Statement row = transaction_.Query(
      "SELECT id, key, content_type, headers, created_ms FROM multipart_uploads WHERE bucket = ? AND key = ? AND id = "
      "?",
      bucket, key, id);
  if (!row.Step()) return std::nullopt;
  return UploadOf(row);
}

std::vector<MultipartUpload> MultipartStore::List(std::string_view bucket, std::string_view prefix) const {
  std::vector<MultipartUpload> uploads;
  Statement row = transaction_.Query(
      "SELECT id, key, content_type, headers, created_ms FROM multipart_uploads WHERE bucket = ? "
      "ORDER BY key, created_ms, id",
      bucket);
  while (row.Step()) {
    if (row.Text(1).starts_with(prefix)) uploads.push_back(UploadOf(row));
  }
  return uploads;
}

void MultipartStore::Remove(std::string_view id) {
  transaction_.Execute("DELETE FROM multipart_uploads WHERE id = ?", id);
}

void MultipartStore::AddPart(std::string_view upload_id, const UploadedPart& part) {
  transaction_.Execute(
      "INSERT INTO multipart_parts (upload, number, etag, size, modified_ms, body) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (upload, number) DO UPDATE SET etag = excluded.etag, size = excluded.size, "
      "modified_ms = excluded.modified_ms, body = excluded.body",
      upload_id, part.number, part.etag, part.size, part.modified_ms, Base64Encode(part.body));
}

std::vector<UploadedPart> MultipartStore::Parts(std::string_view upload_id) const {
  std::vector<UploadedPart> parts;
  Statement row = transaction_.Query(
      "SELECT number, etag, size, modified_ms FROM multipart_parts WHERE upload = ? ORDER BY number", upload_id);
  while (row.Step()) parts.push_back({row.Integer(0), row.Text(1), "", row.Integer(2), row.Integer(3)});
  return parts;
}

std::string MultipartStore::BodyOf(std::string_view upload_id, int64_t number) const {
  Statement row =
      transaction_.Query("SELECT body FROM multipart_parts WHERE upload = ? AND number = ?", upload_id, number);
  return row.Step() ? Base64Decode(row.Text(0)).value_or("") : std::string();
}

}  // namespace genesys_cfn::emulator
