// SPDX-License-Identifier: Apache-2.0
// An action in the database, and as the API shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "emulator/store/database.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// The kinds of genesys-cloud-api.md 3.6, which an id tells by its prefix. Clients create and delete custom ones only.
enum class ActionKind { kCustom, kStatic, kCustomAuth };
inline constexpr std::string_view kStaticPrefix = "static";
inline constexpr std::string_view kCustomAuthPrefix = "customAuth";
ActionKind KindOf(std::string_view action_id);

struct ActionRecord {
  std::string id = {};
  std::string integration_id = {};
  std::string name = {};
  std::string category = {};
  bool secure = false;
  int64_t version = 1;
  // JSON as it is stored: most calls need none of it parsed.
  std::string config = {};  // what action_config.h's ReadConfig gives
  std::string input_schema = {};
  std::string success_schema = {};
};

// The columns that ReadAction reads, in its order.
inline constexpr std::string_view kActionColumns =
    "id, integration, name, category, secure, version, config, input_schema, success_schema";
ActionRecord ReadAction(const Statement& row);

// As it is; nullopt for a deleted one.
std::optional<ActionRecord> FindAction(Transaction& transaction, std::string_view id);
// As a reader sees it (visibility.h): made by `made`, not deleted by `deleted`, with the edits of before `edited`.
struct SeenUntilThen {
  int64_t made;
  int64_t deleted;
  int64_t edited;
};
std::optional<ActionRecord> FindVisibleAction(Transaction& transaction, std::string_view id, const SeenUntilThen& seen);
void InsertAction(Transaction& transaction, const ActionRecord& action, WallTime now);
// Writes name, category, configuration and version: what can change.
void UpdateAction(Transaction& transaction, const ActionRecord& action);
// Keeps what is stored for readers that are `lag` behind; called before UpdateAction.
void KeepPastAction(Transaction& transaction, std::string_view id, WallTime now, Milliseconds lag);
// False when there is none. With a lag the action stays for readers that are so far behind.
bool DeleteStoredAction(Transaction& transaction, std::string_view id, WallTime now, Milliseconds lag);

// kFlattened: as Architect takes it (action_runtime/flatten.h).
enum class SchemaForm { kAsIs, kFlattened };
enum class ContractView { kUris, kSchemas, kFlattenedSchemas };
enum class ConfigView { kAbsent, kPresent };
// An action and its draft have one id and differ in their URIs.
enum class ActionStage { kPublished, kDraft };
// The Action model. kUris names the schema files only; the others have the schemas too, in one of their two forms.
json::Object ShowAction(const ActionRecord& action, ContractView contract, ConfigView config,
                        ActionStage stage = ActionStage::kPublished);

// The JSON of a schema file, and the text of a template file, that the URIs name; nullopt for any other name.
std::optional<std::string> FindSchemaFile(const ActionRecord& action, std::string_view file_name,
                                          SchemaForm form = SchemaForm::kAsIs);
std::optional<std::string> FindTemplateFile(const ActionRecord& action, std::string_view file_name);

}  // namespace genesys_cfn::emulator
