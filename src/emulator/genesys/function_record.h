// SPDX-License-Identifier: Apache-2.0
// The function behind an action of a function integration (genesys-cloud-api.md 3.2): its settings and its package, of
// the draft and of the published action each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/error_body.h"
#include "emulator/genesys/organisation_options.h"

namespace genesys_cfn::emulator {

// `stage` is 'draft' or 'published'. Times are epoch milliseconds. A row with a `token` waits for its package, at the
// URL that holds the token, until `expires`; `uploaded` is NULL until then. `problem` is the status of a package that
// is no zip file. `handler` is NULL until the settings were put. A package is kept while a stage of its action has it.
inline constexpr std::string_view kFunctionTables = R"(
  CREATE TABLE genesys_function (
    action TEXT NOT NULL, stage TEXT NOT NULL, zip_id TEXT, zip_name TEXT, token TEXT UNIQUE, requested INTEGER,
    expires INTEGER, uploaded INTEGER, problem TEXT, handler TEXT, runtime TEXT, description TEXT, timeout INTEGER,
    created INTEGER, PRIMARY KEY (action, stage)
  ) WITHOUT ROWID;
  CREATE TABLE genesys_function_package (
    action TEXT NOT NULL, zip_id TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (action, zip_id)
  );
)";

struct FunctionRecord {
  std::string zip_id;  // empty: no upload was asked for
  std::string zip_name;
  int64_t requested = 0;
  std::optional<int64_t> uploaded;
  std::string problem;
  std::optional<std::string> handler;
  std::string runtime;
  std::string description;
  int64_t timeout_seconds = 15;
  int64_t created = 0;

  // Pending, Transferring, Available, or `problem`. A package is transferred after OrganisationOptions::function_lag.
  [[nodiscard]] std::string ZipStatus(WallTime now, const OrganisationOptions& options) const;
};

// An empty record when there is none.
FunctionRecord FindFunction(Transaction& transaction, std::string_view action_id, ActionStage stage);
// The FunctionConfig.
json::Object ShowFunction(const ActionRecord& action, const FunctionRecord& function, ActionStage stage, WallTime now,
                          const OrganisationOptions& options);

// The package with that id; nullopt when nothing was put, or no zip file.
std::optional<std::string> FindPackage(Transaction& transaction, std::string_view action_id, std::string_view zip_id);
void KeepPackage(Transaction& transaction, std::string_view action_id, std::string_view zip_id,
                 std::string_view content);

inline constexpr std::string_view kFunctionMissing = "a package must be uploaded, and handler and runtime be set";
// What keeps the draft's function from being published: no settings yet.
std::optional<ApiFailure> CheckFunction(Transaction& transaction, std::string_view action_id);
// Sets the URL of the request, which is the server's to set.
void SetFunctionUrl(ActionRecord& draft);
void CopyFunctionToDraft(Transaction& transaction, std::string_view action_id);
void DeleteDraftFunction(Transaction& transaction, std::string_view action_id);
// Of the draft and of the published action.
void DeleteFunctions(Transaction& transaction, std::string_view action_id);
// The draft's function becomes the published one.
void PublishFunction(Transaction& transaction, std::string_view action_id);

}  // namespace genesys_cfn::emulator
