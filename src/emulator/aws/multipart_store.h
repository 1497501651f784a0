// SPDX-License-Identifier: Apache-2.0
// The local S3's tables of multipart uploads: what was begun, and the parts that came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

struct MultipartUpload {
  std::string id;
  std::string key;
  std::string content_type;
  std::string headers;  // as in ObjectVersion
  int64_t created_ms = 0;
};

struct UploadedPart {
  int64_t number = 0;
  std::string etag;
  std::string body;  // empty in lists
  int64_t size = 0;
  int64_t modified_ms = 0;
};

// Within one transaction; throws DatabaseError as that does.
class MultipartStore {
 public:
  explicit MultipartStore(Transaction& transaction) : transaction_(transaction) {}
  static std::string_view Schema();

  void Add(std::string_view bucket, const MultipartUpload& upload);
  [[nodiscard]] std::optional<MultipartUpload> Find(std::string_view bucket, std::string_view key,
                                                    std::string_view id) const;
  // By key, then in the order of their beginning.
  [[nodiscard]] std::vector<MultipartUpload> List(std::string_view bucket, std::string_view prefix) const;
  void Remove(std::string_view id);

  // Takes the place of a part of the same number.
  void AddPart(std::string_view upload_id, const UploadedPart& part);
  // In the order of their numbers, without bodies.
  [[nodiscard]] std::vector<UploadedPart> Parts(std::string_view upload_id) const;
  // "" for a part that is not there.
  [[nodiscard]] std::string BodyOf(std::string_view upload_id, int64_t number) const;

 private:
  Transaction& transaction_;
};

}  // namespace genesys_cfn::emulator
