// SPDX-License-Identifier: Apache-2.0
// The local Parameter Store's tables: the versions of every parameter, their labels, and tags.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

struct ParameterVersion {
  std::string name;
  int64_t version = 0;
  std::string type;
  std::string value;
  std::string description;
  std::string allowed_pattern;
  std::string tier;
  std::string data_type;
  int64_t modified_ms = 0;
};

// Within one transaction; throws DatabaseError as that does.
class ParameterRecords {
 public:
  explicit ParameterRecords(Transaction& transaction) : transaction_(transaction) {}
  static std::string_view Schema();

  [[nodiscard]] std::optional<ParameterVersion> Newest(std::string_view name) const;
  [[nodiscard]] std::optional<ParameterVersion> Find(std::string_view name, int64_t version) const;
  // Oldest first.
  [[nodiscard]] std::vector<ParameterVersion> History(std::string_view name) const;
  // The newest version of each parameter that `wanted` says yes to, by name, those after `after`.
  [[nodiscard]] std::vector<ParameterVersion> List(std::string_view after, size_t limit,
                                                   const std::function<bool(const ParameterVersion&)>& wanted) const;
  // Drops versions beyond the last `kept`.
  void Add(const ParameterVersion& parameter, int64_t kept);
  // With labels and tags; false when there was none.
  bool Remove(std::string_view name);

  [[nodiscard]] std::vector<std::string> Labels(std::string_view name, int64_t version) const;
  // nullopt when no version has it.
  [[nodiscard]] std::optional<int64_t> VersionOf(std::string_view name, std::string_view label) const;
  void SetLabel(std::string_view name, std::string_view label, int64_t version);
  void RemoveLabel(std::string_view name, std::string_view label);

  [[nodiscard]] std::string Tags(std::string_view name) const;  // JSON, "" for none
  void SetTags(std::string_view name, std::string_view tags);

 private:
  Transaction& transaction_;
};

}  // namespace genesys_cfn::emulator
