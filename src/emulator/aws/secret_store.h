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
  int64_t deleted_ms = 0;  // when its deletion was asked for; 0 for never
  int64_t purge_ms = 0;    // when it is gone for good
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
  // Description, tags and times of the secret of that name.
  void Update(const SecretRecord& secret);
  void Remove(std::string_view name);
  // Secrets whose time to be recovered is over.
  void RemovePurged(int64_t now_ms);

  // Oldest first.
  [[nodiscard]] std::vector<SecretVersion> Versions(std::string_view name) const;
  void AddVersion(std::string_view name, const SecretVersion& version);
  // Moves the label; what AWSCURRENT leaves becomes AWSPREVIOUS.
  void MoveStage(std::string_view name, std::string_view stage, std::string_view version_id);
  void RemoveStage(std::string_view name, std::string_view stage);

 private:
  void SetStage(std::string_view name, std::string_view stage, std::string_view version_id);

  Transaction& transaction_;
};

}  // namespace genesys_cfn::emulator
