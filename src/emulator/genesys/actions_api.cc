// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/actions_api.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/genesys/action_input.h"
#include "emulator/genesys/action_limits.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/body_reader.h"
#include "emulator/genesys/draft_record.h"
#include "emulator/genesys/flows_api.h"
#include "emulator/genesys/function_record.h"
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/visibility.h"

namespace genesys_cfn::emulator {
namespace {

ApiFailure InUse(const std::string& id, const std::vector<std::string>& flows) {
  return {409,
          "general.conflict",
          "The action %{id} is used by the published flows: %{flows}",
          {{"id", id}, {"flows", Join(flows, ", ")}},
          {}};
}

// Static actions cannot be changed; customAuth ones have neither a category nor a time-out of their own (3.6).
std::optional<ApiFailure> CheckWritable(const ApiCall& call, const ActionRecord& action) {
  const ActionKind kind = KindOf(action.id);
  if (kind == ActionKind::kStatic) {
    return BadRequest(Concat("The action ", action.id, " ships with its integration and cannot be changed"));
  }
  if (kind == ActionKind::kCustom) return std::nullopt;
  for (const char* const field : {"category", "contract"}) {
    if (FindPresent(call.body, field) != nullptr) return InvalidField(field, "cannot be set for a customAuth action");
  }
  const json::Value* const config = FindPresent(call.body, "config");
  if (config != nullptr && config->is_object() && FindPresent(*config->AsObject(), "timeoutSeconds") != nullptr) {
    return InvalidField("config.timeoutSeconds", "cannot be set for a customAuth action");
  }
  return std::nullopt;
}

// The action of the path, as a reader sees it at this moment.
std::optional<ActionRecord> FindForReader(const ApiCall& call) {
  return FindVisibleAction(call.transaction, call.arguments.front(),
                           {.made = SeenUntil(call.now, call.options.read_lag),
                            .deleted = SeenUntil(call.now, call.options.delete_lag),
                            .edited = SeenUntil(call.now, call.options.edit_lag)});
}

}  // namespace

std::variant<ActionRecord, ApiFailure> ReadWholeAction(const ApiCall& call) {
  ActionRecord action;
  if (auto failure = ReadNewAction(call, ContractCheck::kFull, action)) return *std::move(failure);
  const auto type = TypeForNewAction(call, action);
  if (const auto* failure = std::get_if<ApiFailure>(&type)) return *failure;
  if (std::get<std::string>(type) == kFunctionIntegrationType) {
    return InvalidField("integrationId", "actions of a function integration can only be created as drafts");
  }
  return action;
}

Outcome CreateAction(const ApiCall& call) {
  auto read = ReadWholeAction(call);
  if (auto* failure = std::get_if<ApiFailure>(&read)) return std::move(*failure);
  ActionRecord& action = std::get<ActionRecord>(read);
  if (auto failure = CheckActionLimits(call, action.integration_id)) return *failure;
  action.id = Concat("custom_-_", RandomUuid(call.random));
  InsertAction(call.transaction, action, call.now);
  return JsonAnswer(ShowAction(action, ContractView::kUris, ConfigView::kAbsent));
}

std::variant<SchemaForm, ApiFailure> ReadSchemaForm(const ApiCall& call) {
  auto flatten = BooleanParameter(call, "flatten", false);
  if (auto* failure = std::get_if<ApiFailure>(&flatten)) return std::move(*failure);
  return std::get<bool>(flatten) ? SchemaForm::kFlattened : SchemaForm::kAsIs;
}

std::variant<ActionView, ApiFailure> ReadActionView(const ApiCall& call) {
  const auto expand = http::FindParameter(call.parameters, "expand");
  if (expand.has_value() && *expand != "contract") return InvalidField("expand", "must be contract");
  const auto include_config = BooleanParameter(call, "includeConfig", false);
  if (const auto* failure = std::get_if<ApiFailure>(&include_config)) return *failure;
  const auto form = ReadSchemaForm(call);
  if (const auto* failure = std::get_if<ApiFailure>(&form)) return *failure;
  ActionView view;
  if (std::get<bool>(include_config)) view.config = ConfigView::kPresent;
  if (expand.has_value()) {
    view.contract =
        std::get<SchemaForm>(form) == SchemaForm::kFlattened ? ContractView::kFlattenedSchemas : ContractView::kSchemas;
  }
  return view;
}

Outcome GetAction(const ApiCall& call) {
  const auto view = ReadActionView(call);
  if (const auto* failure = std::get_if<ApiFailure>(&view)) return *failure;
  const auto action = FindForReader(call);
  if (!action.has_value()) return NotFound("action", call.arguments.front());
  return JsonAnswer(ShowAction(*action, std::get<ActionView>(view).contract, std::get<ActionView>(view).config));
}

Outcome PatchAction(const ApiCall& call) {
  auto action = FindAction(call.transaction, call.arguments.front());
  if (!action.has_value()) return NotFound("action", call.arguments.front());
  if (auto failure = CheckWritable(call, *action)) return *failure;
  const auto version = ReadVersion(call.body);
  if (const auto* failure = std::get_if<ApiFailure>(&version)) return *failure;
  if (auto failure = ReadActionChanges(call, *action)) return *failure;
  const int64_t supplied = std::get<int64_t>(version);
  if (supplied != action->version) return VersionConflict(call, supplied, action->version);
  ++action->version;
  KeepPastAction(call.transaction, action->id, call.now, call.options.LongestLag());
  UpdateAction(call.transaction, *action);
  return JsonAnswer(ShowAction(*action, ContractView::kUris, ConfigView::kAbsent));
}

Outcome DeleteAction(const ApiCall& call) {
  const std::string& id = call.arguments.front();
  if (KindOf(id) != ActionKind::kCustom && FindAction(call.transaction, id).has_value()) {
    return BadRequest(Concat("The action ", id, " comes with its integration and cannot be deleted"));
  }
  if (call.options.delete_in_use_status == 409) {
    const auto flows = FlowsUsing(call.transaction, id);
    if (!flows.empty() && FindAction(call.transaction, id).has_value()) return InUse(id, flows);
  }
  if (!DeleteStoredAction(call.transaction, id, call.now, call.options.LongestLag())) return NotFound("action", id);
  DeleteDraft(call.transaction, id);
  DeleteFunctions(call.transaction, id);
  return http::Response{204, {}, ""};
}

Outcome GetActionTemplate(const ApiCall& call) {
  const auto action = FindForReader(call);
  if (!action.has_value()) return NotFound("action", call.arguments.at(0));
  auto text = FindTemplateFile(*action, call.arguments.at(1));
  if (!text.has_value()) return NotFound("template", call.arguments.at(1));
  return http::Response{200, {{"Content-Type", "text/plain"}}, *std::move(text)};
}

Outcome GetActionSchema(const ApiCall& call) {
  const auto form = ReadSchemaForm(call);
  if (const auto* failure = std::get_if<ApiFailure>(&form)) return *failure;
  const auto action = FindForReader(call);
  if (!action.has_value()) return NotFound("action", call.arguments.at(0));
  auto schema = FindSchemaFile(*action, call.arguments.at(1), std::get<SchemaForm>(form));
  if (!schema.has_value()) return NotFound("schema", call.arguments.at(1));
  return http::Response{200, {{"Content-Type", "application/json"}}, *std::move(schema)};
}

}  // namespace genesys_cfn::emulator
