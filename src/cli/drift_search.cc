// SPDX-License-Identifier: Apache-2.0
#include "cli/drift_search.h"

#include <memory>

#include "aws/sigv4.h"
#include "base/text.h"
#include "cli/action_drift.h"
#include "cli/cloud_definitions.h"
#include "cli/lookup_drift.h"
#include "cli/object_drift.h"
#include "cli/recorded_stack.h"
#include "cli/search_end.h"
#include "cli/unknown_values.h"
#include "genesys/functions_client.h"
#include "genesys/integrations_client.h"
#include "provider/credential.h"
#include "provider/credential_properties.h"
#include "provider/credential_table.h"
#include "provider/custom_auth_action_table.h"
#include "provider/definition_text.h"
#include "provider/integration.h"
#include "provider/integration_properties.h"
#include "provider/integration_table.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kLongestReason = 1'000;

// deploy puts a file under the digest of its text: such an address means one text for ever.
bool IsNamedByContent(const provider::DefinitionReference& reference, std::string_view text) {
  const auto* location = std::get_if<aws::S3Location>(&reference.place);
  return location != nullptr && location->key.find(aws::Sha256Hex(text)) != std::string::npos;
}

void NoteProblems(const std::vector<definition::Problem>& problems, ResourceDrift& drift) {
  drift.notes.push_back(
      Concat("what the stack recorded cannot be read: ", definition::Describe(problems, kLongestReason)));
}

// Ends the search, or is a note of this resource.
Result<void> Fail(const Error& error, ResourceDrift& drift) {
  if (EndsTheSearch(error)) return error;
  drift.state = DriftState::kFailed;
  drift.notes.push_back(error.message);
  return {};
}

class Searcher {
 public:
  Searcher(CommandContext& context, CloudConnection& cloud, genesys::Session& session)
      : session_(session),
        actions_(session),
        definitions_(context, cloud),
        integrations_(provider::ConnectIntegrations(session, context.surroundings.clock)),
        credentials_(provider::ConnectCredentials(session, definitions_.reader(), logger_)) {}

  Result<ResourceDrift> Look(RecordedResource recorded) {
    ResourceDrift drift;
    drift.logical_id = recorded.logical_id;
    drift.physical_id = recorded.physical_id;
    drift.type = recorded.type;
    drift.name = provider::NameForMessages(recorded.properties);
    if (IsUnknown(drift.name)) drift.name.clear();
    if (!recorded.problem.empty()) {
      drift.notes.push_back(recorded.problem);
      return drift;
    }
    TRY(LookAt(recorded.type, recorded.properties, drift));
    return drift;
  }

 private:
  Result<void> LookAt(std::string_view type, json::Object& properties, ResourceDrift& drift) {
    if (type == provider::kIntegrationTable.type) {
      const auto unknown = TakeOutUnknown(provider::kIntegrationTable.properties, properties);
      const auto parsed = provider::ParseIntegrationProperties(properties, provider::Whose::kOld);
      if (parsed.properties) return LookAtObject(parsed.properties->desired, unknown, *integrations_, drift);
      NoteProblems(parsed.problems, drift);
      return {};
    }
    if (type == provider::kCredentialTable.type) {
      const auto unknown = TakeOutUnknown(provider::kCredentialTable.properties, properties);
      const auto parsed = provider::ParseCredentialProperties(properties, {}, provider::Whose::kOld);
      if (!parsed.properties) {
        NoteProblems(parsed.problems, drift);
        return {};
      }
      TRY(LookAtObject(provider::StateOf(*parsed.properties), {}, *credentials_, drift));
      if (std::get<ObjectSides>(drift.sides).live) {
        drift.notes.emplace_back("the values of its fields cannot be compared: Genesys Cloud does not tell them");
      }
      return {};
    }
    if (type == provider::kCustomAuthActionTable.type) return LookAtAuthAction(properties, drift);
    if (type == kDataActionType) return LookAtAction(properties, drift);
    return LookAtLookup(properties, drift);
  }

  Result<void> LookAtObject(const json::Object& recorded, const std::vector<std::string>& taken_out,
                            provider::ManagedObject& object, ResourceDrift& drift) {
    auto& sides = drift.sides.emplace<ObjectSides>(ObjectSides{recorded, std::nullopt});
    auto live = object.Read(drift.physical_id);
    if (!live) return Fail(live.error(), drift);
    sides.live = *std::move(live);
    JudgeObjectDrift(taken_out, drift);
    return {};
  }

  Result<void> LookAtAuthAction(json::Object& properties, ResourceDrift& drift) {
    TakeOutUnknown(provider::kCustomAuthActionTable.properties, properties);
    auto parsed = provider::ParseCustomAuthProperties(properties, provider::Whose::kOld);
    if (!parsed.properties) {
      NoteProblems(parsed.problems, drift);
      return {};
    }
    auto& sides = drift.sides.emplace<AuthActionSides>(AuthActionSides{*std::move(parsed.properties), std::nullopt});
    auto live = actions_.Read(drift.physical_id);
    if (!live) return Fail(live.error(), drift);
    sides.live = *std::move(live);
    const auto judged = JudgeAuthActionDrift(drift);
    return judged ? judged : Fail(judged.error(), drift);
  }

  Result<void> LookAtLookup(const json::Object& properties, ResourceDrift& drift) {
    const auto parsed = provider::ParseSoughtAction(properties);
    if (!parsed.properties) {
      NoteProblems(parsed.problems, drift);
      return {};
    }
    LookupFacts facts{*parsed.properties, {}, {}, {}};
    const auto unknown = UnknownParts(properties);
    if (!unknown.empty()) {
      drift.notes.push_back(
          Concat("what is looked for is not known, because CloudFormation does not tell it: ", Join(unknown, ", ")));
      return {};
    }
    facts.integrations = {facts.wanted.integration_id.value_or("")};
    if (facts.wanted.integration_name) {
      auto named = IntegrationsNamed(*facts.wanted.integration_name);
      if (!named) return Fail(named.error(), drift);
      facts.integrations = *std::move(named);
    }
    const auto of_that_name = actions_.List(facts.wanted.name);
    if (!of_that_name) return Fail(of_that_name.error(), drift);
    if (facts.integrations.size() == 1) {
      facts.meant = provider::MeantBy(facts.wanted, facts.integrations.front(), *of_that_name);
    }
    if (facts.meant.empty()) {
      const auto there = actions_.Peek(drift.physical_id);
      if (!there) return Fail(there.error(), drift);
      if (*there) {
        const auto text = [&](std::string_view member) { return (*there)->FindString(member).value_or(""); };
        facts.there = {drift.physical_id, text("name"), text("integrationId"), text("category")};
      }
    }
    JudgeLookupDrift(facts, drift);
    return {};
  }

  Result<void> LookAtAction(const json::Object& properties, ResourceDrift& drift) {
    TRY_ASSIGN(auto recorded, ReadRecorded(properties, drift));
    if (!recorded) return {};
    TRY_ASSIGN(const std::string integration_id,
               IntegrationOf(recorded->integration_id, recorded->integration_name, drift));
    auto& sides = drift.sides.emplace<ActionSides>(ActionSides{*std::move(recorded), std::nullopt, std::nullopt});
    auto live = actions_.Read(drift.physical_id);
    if (!live) return Fail(live.error(), drift);
    sides.live = *std::move(live);
    if (sides.live && sides.recorded.function) {
      const auto function = genesys::FunctionsClient(session_).Read(drift.physical_id);
      if (!function) return Fail(function.error(), drift);
      sides.live_function = provider::StateOf(function->value_or(genesys::Function()));
      if (sides.live_function->digest) ReadPackage(*sides.recorded.function, drift);
    }
    const auto judged = JudgeActionDrift(integration_id, drift);
    return judged ? judged : Fail(judged.error(), drift);
  }

  // Without a version a reference means what stands there now; the function would not judge it at all.
  Result<std::optional<provider::DataActionProperties>> ReadRecorded(const json::Object& properties,
                                                                     ResourceDrift& drift) {
    using Recorded = std::optional<provider::DataActionProperties>;
    auto parsed = provider::ParseProperties(properties, {}, provider::Whose::kOld);
    if (parsed.pending) {
      const provider::DefinitionReference reference = parsed.pending->reference;
      const auto text = definitions_.reader().Read(reference, session_.deadline());
      if (!text && EndsTheSearch(text.error())) return text.error();
      if (!text) {
        drift.notes.push_back(Concat("the definition cannot be read: ", text.error().message));
        return Recorded();
      }
      if (!provider::DigestMatches(reference, text->Reveal())) {
        drift.notes.emplace_back("the definition is another text now than the stack recorded, by its DefinitionDigest");
        return Recorded();
      }
      if (!provider::IsFixed(reference) && !IsNamedByContent(reference, text->Reveal())) {
        drift.notes.emplace_back(
            "the definition has no version or digest: compared with its text as it is now, which may not be deployed");
      }
      parsed = provider::CompleteProperties(*std::move(parsed.pending), text->Reveal());
    }
    if (!parsed.properties) NoteProblems(parsed.problems, drift);
    return std::move(parsed.properties);
  }

  // What is in the package that was recorded, where the template does not say it.
  void ReadPackage(provider::FunctionProperties& function, ResourceDrift& drift) {
    if (function.digest) return;
    const auto bytes = definitions_.objects().GetObject(function.zip, provider::kMaxPackageBytes, session_.deadline());
    if (!bytes) {
      drift.notes.push_back(Concat("the package of the function is not compared: ", bytes.error().message));
      return;
    }
    if (!provider::IsFixed(function)) {
      drift.notes.emplace_back(
          "the package has no version or digest: compared with the one that is there now, which may not be deployed");
    }
    function.digest = aws::Sha256Hex(*bytes);
  }

  // Empty: not known, and so not compared.
  Result<std::string> IntegrationOf(const std::optional<std::string>& id, const std::optional<std::string>& name,
                                    ResourceDrift& drift) {
    if (id) return IsUnknown(*id) ? "" : *id;
    if (IsUnknown(*name)) return std::string();
    const auto ids = IntegrationsNamed(*name);
    if (!ids && EndsTheSearch(ids.error())) return ids.error();
    if (ids && ids->size() == 1) return ids->front();
    drift.notes.push_back(Concat("the integration is not compared: ",
                                 ids ? Concat("not exactly one is named ", *name) : ids.error().message));
    return std::string();
  }

  Result<std::vector<std::string>> IntegrationsNamed(const std::string& name) {
    if (!listed_) listed_ = genesys::IntegrationsClient(session_).List();
    TRY_ASSIGN(const auto& integrations, *listed_);
    std::vector<std::string> ids;
    for (const genesys::Integration& integration : integrations) {
      if (integration.name == name) ids.push_back(integration.id);
    }
    return ids;
  }

  genesys::Session& session_;
  genesys::ActionsClient actions_;
  NullLogger logger_;
  CloudDefinitions definitions_;
  std::unique_ptr<provider::ManagedObject> integrations_;
  std::unique_ptr<provider::ManagedObject> credentials_;
  std::optional<Result<std::vector<genesys::Integration>>> listed_;
};

}  // namespace

Result<std::vector<StackDrift>> FindDrift(CommandContext& context, CloudConnection& cloud, genesys::Session& session,
                                          const std::vector<aws::Stack>& stacks) {
  Searcher searcher(context, cloud, session);
  std::vector<StackDrift> found;
  for (const aws::Stack& stack : stacks) {
    TRY_ASSIGN(const StackFacts facts, ReadStackFacts(cloud.stacks(), stack));
    StackDrift drift{stack.name, stack.id, stack.status, {}};
    for (RecordedResource& recorded : RecordedResources(facts)) {
      TRY_ASSIGN(drift.resources.emplace_back(), searcher.Look(std::move(recorded)));
    }
    found.push_back(std::move(drift));
  }
  return found;
}

}  // namespace genesys_cfn::cli
