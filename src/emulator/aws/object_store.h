// SPDX-License-Identifier: Apache-2.0
// The local S3's tables: buckets with their settings, and every version of every object.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

// The version of an object that was written while its bucket had no versions.
inline constexpr std::string_view kNullVersion = "null";

struct ObjectVersion {
  std::string key;
  std::string version_id;
  bool is_delete_marker = false;
  std::string content_type;
  std::string headers;  // further ones that belong to the object, each "Name: value\n"
  std::string etag;     // without quotes
  std::string body;     // any bytes; empty in lists
  int64_t size = 0;
  int64_t modified_ms = 0;
};

enum class Versioning { kNever, kEnabled, kSuspended };

// Within one transaction; throws DatabaseError as that does.
class ObjectStore {
 public:
  explicit ObjectStore(Transaction& transaction) : transaction_(transaction) {}
  static std::string_view Schema();

  [[nodiscard]] bool HasBucket(std::string_view bucket) const;
  void AddBucket(std::string_view bucket, int64_t now_ms);
  void RemoveBucket(std::string_view bucket);
  // No version of any object, no delete marker.
  [[nodiscard]] bool IsEmpty(std::string_view bucket) const;
  // Names and times of making, by name.
  [[nodiscard]] std::vector<std::pair<std::string, int64_t>> Buckets() const;
  [[nodiscard]] Versioning VersioningOf(std::string_view bucket) const;
  void SetVersioning(std::string_view bucket, Versioning versioning);

  // A setting is a document that is kept as it was given: "policy", "tagging".
  [[nodiscard]] std::optional<std::string> Setting(std::string_view bucket, std::string_view name) const;
  void SetSetting(std::string_view bucket, std::string_view name, std::string_view document);
  void RemoveSetting(std::string_view bucket, std::string_view name);

  // The newest version, a delete marker included.
  [[nodiscard]] std::optional<ObjectVersion> Newest(std::string_view bucket, std::string_view key) const;
  [[nodiscard]] std::optional<ObjectVersion> Find(std::string_view bucket, std::string_view key,
                                                  std::string_view version_id) const;
  // Takes the place of a version of the same id.
  void Add(std::string_view bucket, const ObjectVersion& version);
  void Remove(std::string_view bucket, std::string_view key, std::string_view version_id);

  enum class Which { kCurrent, kAll };
  // Versions without their bodies, in the order of their keys' bytes, of one key the newest first, from the key `from`
  // on, until `visit` returns false. kCurrent: the newest of each key, unless it is a delete marker. `visit` must not
  // use the store.
  void Visit(std::string_view bucket, std::string_view from, Which which,
             const std::function<bool(const ObjectVersion&)>& visit) const;

 private:
  Transaction& transaction_;
};

}  // namespace genesys_cfn::emulator
