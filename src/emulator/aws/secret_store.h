// SPDX-License-Identifier: Apache-2.0
// The local Secrets Manager's tables: secrets, their versions, and the staging labels that point at versions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

struct SecretRecord {
  std::string name;
  std::string arn;
  std::string description;
  std::string tags;  // JSON, "" for none
  int64_t created_ms = 0;
  int64_t changed_ms = 0;
};

struct SecretVersion {
  std::string id;
  std::optional<std::string> text;
  std::optional<std::string> binary;  // Base64
  int64_t created_ms = 0;
  std::vector<std::string> stages;  // filled by reading, in order of their names
};

inline constexpr std::string_view kCurrentStage = "AWSCURRENT";
inline constexpr std::string_view kPreviousStage = "AWSPREVIOUS";

// Within one transaction; throws DatabaseError as that does.
class SecretStore {
 public:
  explicit SecretStore(Transaction& transaction) : transaction_(transaction) {}
  static std::string_view Schema();

  [[nodiscard]] std::optional<SecretRecord> FindByName(std::string_view name) const;
  [[nodiscard]] std::optional<SecretRecord> FindByArn(std::string_view arn) const;
  // In the order of names, those after `after`.
  [[nodiscard]] std::vector<SecretRecord> ListAfter(std::string_view after) const;
  void Add(const SecretRecord& secret);
  void Remove(std::string_view name);

  // Oldest first.
  [[nodiscard]] std::vector<SecretVersion> Versions(std::string_view name) const;
  void AddVersion(std::string_view name, const SecretVersion& version);
  // Moves the label; what AWSCURRENT leaves becomes AWSPREVIOUS.
  void MoveStage(std::string_view name, std::string_view stage, std::string_view version_id);

 private:
  void SetStage(std::string_view name, std::string_view stage, std::string_view version_id);

  Transaction& transaction_;
};

}  // namespace genesys_cfn::emulator
