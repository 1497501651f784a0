// SPDX-License-Identifier: Apache-2.0
#include "cli/drift_search.h"

#include <map>

#include "aws/sigv4.h"
#include "base/text.h"
#include "cli/cloud_definitions.h"
#include "cli/recorded_stack.h"
#include "genesys/integrations_client.h"
#include "provider/definition_text.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kLongestReason = 1'000;

// What the next actions would meet too.
bool EndsTheSearch(const Error& error) {
  return error.code == ErrorCode::kUnauthenticated || error.code == ErrorCode::kDeadlineExceeded ||
         error.code == ErrorCode::kRateLimited;
}

// deploy puts a file under the digest of its text: such an address means one text for ever.
bool IsNamedByContent(const provider::DefinitionReference& reference, std::string_view text) {
  const auto* location = std::get_if<aws::S3Location>(&reference.place);
  return location != nullptr && location->key.find(aws::Sha256Hex(text)) != std::string::npos;
}

class Searcher {
 public:
  Searcher(CommandContext& context, CloudConnection& cloud, genesys::Session& session)
      : session_(session), definitions_(context, cloud) {}

  Result<ActionDrift> Look(RecordedAction recorded) {
    ActionDrift drift;
    drift.logical_id = recorded.logical_id;
    drift.physical_id = recorded.physical_id;
    drift.name = provider::NameForMessages(recorded.properties);
    if (!recorded.problem.empty()) {
      drift.notes.push_back(recorded.problem);
      return drift;
    }
    TRY(ReadRecorded(recorded.properties, drift));
    if (!drift.recorded) return drift;
    TRY_ASSIGN(const std::string integration_id, IntegrationOf(*drift.recorded, drift));
    auto live = genesys::ActionsClient(session_).Read(recorded.physical_id);
    if (!live && EndsTheSearch(live.error())) return live.error();
    if (live) drift.live = *std::move(live);
    const Result<void> judged = live ? JudgeDrift(integration_id, drift) : live.error();
    if (!judged) {
      drift.state = DriftState::kFailed;
      drift.notes.push_back(judged.error().message);
    }
    return drift;
  }

 private:
  // Without a version a reference means what stands there now; the function would not judge it at all.
  Result<void> ReadRecorded(const json::Object& properties, ActionDrift& drift) {
    auto parsed = provider::ParseProperties(properties, {}, provider::Whose::kOld);
    if (parsed.pending) {
      const provider::DefinitionReference reference = parsed.pending->reference;
      const auto text = definitions_.reader().Read(reference, session_.deadline());
      if (!text && EndsTheSearch(text.error())) return text.error();
      if (!text) {
        drift.notes.push_back(Concat("the definition cannot be read: ", text.error().message));
        return {};
      }
      if (!provider::DigestMatches(reference, text->Reveal())) {
        drift.notes.emplace_back("the definition is another text now than the stack recorded, by its DefinitionDigest");
        return {};
      }
      if (!provider::IsFixed(reference) && !IsNamedByContent(reference, text->Reveal())) {
        drift.notes.emplace_back(
            "the definition has no version or digest: compared with its text as it is now, which may not be deployed");
      }
      parsed = provider::CompleteProperties(*std::move(parsed.pending), text->Reveal());
    }
    drift.recorded = std::move(parsed.properties);
    if (!drift.recorded) {
      drift.notes.push_back(
          Concat("what the stack recorded cannot be read: ", definition::Describe(parsed.problems, kLongestReason)));
    }
    return {};
  }

  // Empty: not known, and so not compared.
  Result<std::string> IntegrationOf(const provider::DataActionProperties& properties, ActionDrift& drift) {
    if (properties.integration_id) return IsUnknown(*properties.integration_id) ? "" : *properties.integration_id;
    if (IsUnknown(*properties.integration_name)) return std::string();
    if (!integrations_) {
      auto listed = genesys::IntegrationsClient(session_).List();
      if (!listed && EndsTheSearch(listed.error())) return listed.error();
      integrations_.emplace();
      if (!listed) integrations_problem_ = listed.error().message;
      for (const genesys::Integration& integration : listed ? *listed : std::vector<genesys::Integration>()) {
        const auto [known, is_new] = integrations_->emplace(integration.name, integration.id);
        if (!is_new) known->second.clear();
      }
    }
    const auto found = integrations_->find(*properties.integration_name);
    if (found != integrations_->end() && !found->second.empty()) return found->second;
    drift.notes.push_back(
        integrations_problem_.empty()
            ? Concat("the integration is not compared: not exactly one is named ", *properties.integration_name)
            : Concat("the integration is not compared: ", integrations_problem_));
    return std::string();
  }

  genesys::Session& session_;
  CloudDefinitions definitions_;
  std::optional<std::map<std::string, std::string>> integrations_;  // ids by name; empty for a name that several have
  std::string integrations_problem_;
};

}  // namespace

Result<std::vector<StackDrift>> FindDrift(CommandContext& context, CloudConnection& cloud, genesys::Session& session,
                                          const std::vector<aws::Stack>& stacks) {
  Searcher searcher(context, cloud, session);
  std::vector<StackDrift> found;
  for (const aws::Stack& stack : stacks) {
    TRY_ASSIGN(const StackFacts facts, ReadStackFacts(cloud.stacks(), stack));
    StackDrift drift{stack.name, stack.id, stack.status, {}};
    for (RecordedAction& recorded : RecordedActions(facts)) {
      TRY_ASSIGN(drift.actions.emplace_back(), searcher.Look(std::move(recorded)));
    }
    found.push_back(std::move(drift));
  }
  return found;
}

}  // namespace genesys_cfn::cli
