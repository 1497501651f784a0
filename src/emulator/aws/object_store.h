// SPDX-License-Identifier: Apache-2.0
// The local S3's tables: buckets, and every version of every object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

struct ObjectVersion {
  std::string key;
  std::string version_id;
  bool is_delete_marker = false;
  std::string content_type;
  std::string etag;  // without quotes
  std::string body;  // any bytes; empty in lists
  int64_t size = 0;
  int64_t modified_ms = 0;
};

// Within one transaction; throws DatabaseError as that does.
class ObjectStore {
 public:
  explicit ObjectStore(Transaction& transaction) : transaction_(transaction) {}
  static std::string_view Schema();

  [[nodiscard]] bool HasBucket(std::string_view bucket) const;
  void AddBucket(std::string_view bucket, int64_t now_ms);
  // Names and times of making, by name.
  [[nodiscard]] std::vector<std::pair<std::string, int64_t>> Buckets() const;

  // The newest version, a delete marker included.
  [[nodiscard]] std::optional<ObjectVersion> Newest(std::string_view bucket, std::string_view key) const;
  [[nodiscard]] std::optional<ObjectVersion> Find(std::string_view bucket, std::string_view key,
                                                  std::string_view version_id) const;
  void Add(std::string_view bucket, const ObjectVersion& version);
  void Remove(std::string_view bucket, std::string_view key, std::string_view version_id);
  // Objects that are not deleted, in the order of their keys' bytes, those after `after`; at most `limit`,
  // -1 for all.
  [[nodiscard]] std::vector<ObjectVersion> List(std::string_view bucket, std::string_view prefix,
                                                std::string_view after, int64_t limit) const;

 private:
  Transaction& transaction_;
};

}  // namespace genesys_cfn::emulator
