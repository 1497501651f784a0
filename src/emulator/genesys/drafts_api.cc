// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/drafts_api.h"

#include "base/text.h"
#include "emulator/genesys/action_input.h"
#include "emulator/genesys/actions_api.h"
#include "emulator/genesys/body_reader.h"
#include "emulator/genesys/draft_record.h"
#include "emulator/genesys/draft_validation.h"
#include "emulator/genesys/function_record.h"
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/visibility.h"
#include "json/canonical.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

Outcome NoDraft(const ApiCall& call) {
  return NotFound("draft of an action", call.arguments.front());
}

// The draft of the path, as a reader sees it at this moment.
std::optional<ActionRecord> FindForReader(const ApiCall& call) {
  return FindVisibleDraft(call.transaction, call.arguments.front(), SeenUntil(call.now, call.options.read_lag));
}

Outcome Show(const ActionRecord& draft) {
  return JsonAnswer(ShowAction(draft, ContractView::kUris, ConfigView::kAbsent, ActionStage::kDraft));
}

bool SameSchema(const std::string& a, const std::string& b) {
  const auto first = json::Parse(a);
  const auto second = json::Parse(b);
  return first.has_value() && second.has_value() && json::Equivalent(*first, *second);
}

// Contract and `secure`; those of a published action cannot change.
std::optional<ApiFailure> ReadFixedMembers(const ApiCall& call, bool is_published, ActionRecord& draft) {
  if (const json::Value* const secure = FindPresent(call.body, "secure")) {
    if (!secure->is_bool()) return InvalidField("secure", Concat("must be a boolean, not ", TypeName(*secure)));
    if (is_published && *secure->AsBool() != draft.secure) {
      return InvalidField("secure", "cannot change once the action is published");
    }
    draft.secure = *secure->AsBool();
  }
  if (FindPresent(call.body, "contract") == nullptr) return std::nullopt;
  const ActionRecord before = draft;
  if (auto failure = ReadContract(call, ContractCheck::kShape, draft)) return failure;
  if (is_published && !(SameSchema(before.input_schema, draft.input_schema) &&
                        SameSchema(before.success_schema, draft.success_schema))) {
    return InvalidField("contract", "cannot change once the action is published");
  }
  return std::nullopt;
}

std::vector<ApiFailure> ProblemsOf(const ApiCall& call, const ActionRecord& draft) {
  const std::string type = FindIntegrationType(call.transaction, draft.integration_id).value_or("");
  auto problems = ValidateDraft(draft, type);
  if (type == kFunctionIntegrationType) {
    if (auto problem = CheckFunction(call.transaction, draft.id)) problems.push_back(*std::move(problem));
  }
  return problems;
}

ApiFailure NotPublishable(const std::vector<ApiFailure>& problems) {
  ApiFailure failure = BadRequest("The draft cannot be published");
  for (const ApiFailure& problem : problems) {
    failure.message += Concat("; ", problem.message);
    failure.details.insert(failure.details.end(), problem.details.begin(), problem.details.end());
  }
  return failure;
}

}  // namespace

Outcome CreateDraft(const ApiCall& call) {
  ActionRecord draft;
  if (auto failure = ReadNewAction(call, ContractCheck::kShape, draft)) return *failure;
  const auto type = TypeForNewAction(call, draft);
  if (const auto* failure = std::get_if<ApiFailure>(&type)) return *failure;
  draft.id = Concat("custom_-_", RandomUuid(call.random));
  if (std::get<std::string>(type) == kFunctionIntegrationType) SetFunctionUrl(draft);
  InsertDraft(call.transaction, draft, call.now);
  return Show(draft);
}

Outcome CreateDraftOfAction(const ApiCall& call) {
  auto draft = FindAction(call.transaction, call.arguments.front());
  if (!draft.has_value()) return NotFound("action", call.arguments.front());
  if (KindOf(draft->id) != ActionKind::kCustom) {
    return BadRequest(Concat("The action ", draft->id, " comes with its integration and cannot have a draft"));
  }
  if (FindDraft(call.transaction, draft->id).has_value()) {
    return ApiFailure{409, "general.conflict", "The action %{id} has a draft already", {{"id", draft->id}}, {}};
  }
  draft->version = 1;
  InsertDraft(call.transaction, *draft, call.now);
  CopyFunctionToDraft(call.transaction, draft->id);
  return Show(*draft);
}

Outcome GetDraft(const ApiCall& call) {
  const auto view = ReadActionView(call);
  if (const auto* failure = std::get_if<ApiFailure>(&view)) return *failure;
  const auto draft = FindForReader(call);
  if (!draft.has_value()) return NoDraft(call);
  const auto& [contract, config] = std::get<ActionView>(view);
  return JsonAnswer(ShowAction(*draft, contract, config, ActionStage::kDraft));
}

Outcome PatchDraft(const ApiCall& call) {
  auto draft = FindDraft(call.transaction, call.arguments.front());
  if (!draft.has_value()) return NoDraft(call);
  const auto version = ReadVersion(call.body);
  if (const auto* failure = std::get_if<ApiFailure>(&version)) return *failure;
  if (auto failure = ReadActionChanges(call, *draft)) return *failure;
  const bool is_published = FindAction(call.transaction, draft->id).has_value();
  if (auto failure = ReadFixedMembers(call, is_published, *draft)) return *failure;
  const int64_t supplied = std::get<int64_t>(version);
  if (supplied != draft->version) return VersionConflict(call, supplied, draft->version);
  if (FindIntegrationType(call.transaction, draft->integration_id) == kFunctionIntegrationType) SetFunctionUrl(*draft);
  ++draft->version;
  UpdateDraft(call.transaction, *draft);
  return Show(*draft);
}

Outcome DeleteActionDraft(const ApiCall& call) {
  if (!DeleteDraft(call.transaction, call.arguments.front())) return NoDraft(call);
  DeleteDraftFunction(call.transaction, call.arguments.front());
  return http::Response{204, {}, ""};
}

Outcome GetDraftValidation(const ApiCall& call) {
  const auto draft = FindDraft(call.transaction, call.arguments.front());
  if (!draft.has_value()) return NoDraft(call);
  const auto problems = ProblemsOf(call, *draft);
  json::Array errors;
  for (const ApiFailure& problem : problems) errors.emplace_back(ErrorBody(problem));
  return JsonAnswer(json::Object{{"valid", problems.empty()}, {"errors", std::move(errors)}});
}

Outcome PublishDraft(const ApiCall& call) {
  auto draft = FindDraft(call.transaction, call.arguments.front());
  if (!draft.has_value()) return NoDraft(call);
  const auto version = ReadVersion(call.body);
  if (const auto* failure = std::get_if<ApiFailure>(&version)) return *failure;
  if (std::get<int64_t>(version) != draft->version) {
    return ApiFailure{
        400,
        "bad.request",
        "Supplied version %{supplied} does not match latest draft version %{current}",
        {{"supplied", std::to_string(std::get<int64_t>(version))}, {"current", std::to_string(draft->version)}},
        {}};
  }
  const auto problems = ProblemsOf(call, *draft);
  if (!problems.empty()) return NotPublishable(problems);
  DeleteDraft(call.transaction, draft->id);
  if (const auto published = FindAction(call.transaction, draft->id)) {
    draft->version = published->version + 1;
    KeepPastAction(call.transaction, draft->id, call.now, call.options.list_lag);
    UpdateAction(call.transaction, *draft);
  } else {
    draft->version = 1;
    InsertAction(call.transaction, *draft, call.now);
  }
  PublishFunction(call.transaction, draft->id);
  return JsonAnswer(ShowAction(*draft, ContractView::kUris, ConfigView::kAbsent));
}

Outcome GetDraftTemplate(const ApiCall& call) {
  const auto draft = FindForReader(call);
  if (!draft.has_value()) return NoDraft(call);
  auto text = FindTemplateFile(*draft, call.arguments.at(1));
  if (!text.has_value()) return NotFound("template", call.arguments.at(1));
  return http::Response{200, {{"Content-Type", "text/plain"}}, *std::move(text)};
}

Outcome GetDraftSchema(const ApiCall& call) {
  const auto form = ReadSchemaForm(call);
  if (const auto* failure = std::get_if<ApiFailure>(&form)) return *failure;
  const auto draft = FindForReader(call);
  if (!draft.has_value()) return NoDraft(call);
  auto schema = FindSchemaFile(*draft, call.arguments.at(1), std::get<SchemaForm>(form));
  if (!schema.has_value()) return NotFound("schema", call.arguments.at(1));
  return http::Response{200, {{"Content-Type", "application/json"}}, *std::move(schema)};
}

}  // namespace genesys_cfn::emulator
