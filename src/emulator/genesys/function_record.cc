// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/function_record.h"

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

std::string_view NameOf(ActionStage stage) {
  return stage == ActionStage::kDraft ? "draft" : "published";
}

// Columns but for action, stage and token.
constexpr std::string_view kColumns =
    "zip_id, zip_name, requested, uploaded, problem, handler, runtime, description, timeout, created, expires";

void Copy(Transaction& transaction, std::string_view action_id, ActionStage from, ActionStage to) {
  transaction.Execute(Concat("INSERT OR REPLACE INTO genesys_function (action, stage, ", kColumns,
                             ") SELECT action, ?, ", kColumns, " FROM genesys_function WHERE action = ? AND stage = ?"),
                      NameOf(to), action_id, NameOf(from));
}

void DropUnusedPackages(Transaction& transaction, std::string_view action_id) {
  transaction.Execute(
      "DELETE FROM genesys_function_package WHERE action = ? AND zip_id NOT IN (SELECT zip_id FROM genesys_function "
      "WHERE action = ? AND zip_id IS NOT NULL)",
      action_id, action_id);
}

}  // namespace

std::string FunctionRecord::ZipStatus(WallTime now, const OrganisationOptions& options) const {
  if (!problem.empty()) return problem;
  if (!uploaded.has_value()) return "Pending";
  const bool is_there = ToEpochMilliseconds(now) >= *uploaded + options.function_lag.count();
  return is_there ? "Available" : "Transferring";
}

FunctionRecord FindFunction(Transaction& transaction, std::string_view action_id, ActionStage stage) {
  Statement row = transaction.Query(
      Concat("SELECT ", kColumns, " FROM genesys_function WHERE action = ? AND stage = ?"), action_id, NameOf(stage));
  FunctionRecord function;
  if (!row.Step()) return function;
  function.zip_id = row.Text(0);
  function.zip_name = row.Text(1);
  function.requested = row.Integer(2);
  if (!row.IsNull(3)) function.uploaded = row.Integer(3);
  function.problem = row.Text(4);
  if (!row.IsNull(5)) function.handler = row.Text(5);
  function.runtime = row.Text(6);
  function.description = row.Text(7);
  function.timeout_seconds = row.Integer(8);
  function.created = row.Integer(9);
  return function;
}

json::Object ShowFunction(const ActionRecord& action, const FunctionRecord& function, ActionStage stage, WallTime now,
                          const OrganisationOptions& options) {
  json::Object shown{{"id", action.id}};
  const bool is_available = function.ZipStatus(now, options) == "Available";
  json::Object settings;
  if (function.handler.has_value()) {
    settings = {{"id", action.id},
                {"name", action.name},
                {"description", function.description},
                {"dateCreated", FormatIso8601(FromEpochMilliseconds(function.created))},
                {"handler", *function.handler},
                {"runtime", function.runtime},
                {"timeoutSeconds", function.timeout_seconds}};
  }
  if (!function.zip_id.empty() && is_available) settings.Append("zipId", function.zip_id);
  if (!settings.empty()) shown.Append("function", std::move(settings));
  if (!function.zip_id.empty()) {
    shown.Append("zip", json::Object{{"status", function.ZipStatus(now, options)},
                                     {"id", function.zip_id},
                                     {"name", function.zip_name},
                                     {"dateCreated", FormatIso8601(FromEpochMilliseconds(function.requested))}});
  }
  shown.Append("uploadExceptionHistory", json::Array());
  shown.Append("selfUri", Concat("/api/v2/integrations/actions/", action.id,
                                 stage == ActionStage::kDraft ? "/draft/function" : "/function"));
  return shown;
}

std::optional<std::string> FindPackage(Transaction& transaction, std::string_view action_id, std::string_view zip_id) {
  Statement row = transaction.Query("SELECT content FROM genesys_function_package WHERE action = ? AND zip_id = ?",
                                    action_id, zip_id);
  if (!row.Step()) return std::nullopt;
  return row.Text(0);
}

void KeepPackage(Transaction& transaction, std::string_view action_id, std::string_view zip_id,
                 std::string_view content) {
  transaction.Execute("INSERT OR REPLACE INTO genesys_function_package VALUES (?, ?, ?)", action_id, zip_id, content);
  DropUnusedPackages(transaction, action_id);
}

std::optional<ApiFailure> CheckFunction(Transaction& transaction, std::string_view action_id) {
  const FunctionRecord function = FindFunction(transaction, action_id, ActionStage::kDraft);
  if (function.handler.has_value()) return std::nullopt;
  return InvalidField("function", kFunctionMissing);
}

void SetFunctionUrl(ActionRecord& draft) {
  auto config = json::Parse(draft.config);
  if (!config.has_value()) throw DatabaseError("a stored configuration is no longer JSON");
  json::Value* const request = config->AsObject()->Find("request");
  request->AsObject()->Set("requestUrlTemplate", Concat("/functions/", draft.id));
  draft.config = json::Write(*config);
}

void CopyFunctionToDraft(Transaction& transaction, std::string_view action_id) {
  Copy(transaction, action_id, ActionStage::kPublished, ActionStage::kDraft);
}

void DeleteDraftFunction(Transaction& transaction, std::string_view action_id) {
  transaction.Execute("DELETE FROM genesys_function WHERE action = ? AND stage = 'draft'", action_id);
  DropUnusedPackages(transaction, action_id);
}

void DeleteFunctions(Transaction& transaction, std::string_view action_id) {
  transaction.Execute("DELETE FROM genesys_function WHERE action = ?", action_id);
  DropUnusedPackages(transaction, action_id);
}

void PublishFunction(Transaction& transaction, std::string_view action_id) {
  Copy(transaction, action_id, ActionStage::kDraft, ActionStage::kPublished);
  DeleteDraftFunction(transaction, action_id);
}

}  // namespace genesys_cfn::emulator
