// SPDX-License-Identifier: Apache-2.0
#include "provider/properties.h"

#include <algorithm>

#include "base/text.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "provider/data_action_table.h"
#include "provider/definition_source.h"
#include "provider/definition_text.h"
#include "provider/property_check.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {
namespace {

PropertiesResult Refused(std::vector<definition::Problem> problems) {
  return {std::nullopt, std::nullopt, std::move(problems)};
}

// Puts the definition, `document`, into the properties that are otherwise complete.
class Loader {
 public:
  Loader(PendingProperties& pending, std::string_view source, std::vector<definition::Problem>& problems)
      : pending_(pending), place_(Concat("/", source)), problems_(problems) {}

  // True when there is no problem.
  bool Load(json::Value document) {
    if (pending_.substitutions && !Replace(document)) return false;
    definition::LoadResult loaded = definition::Load(document, pending_.overrides);
    for (const definition::Problem& problem : loaded.problems) Report(problem);
    if (!loaded.action) return false;
    DataActionProperties& properties = pending_.properties;
    if (properties.function) RemoveUrl(loaded.action->config);
    FitTests(properties.tests, *loaded.action, problems_);
    properties.action = std::move(*loaded.action);
    if (!properties.integration_id && !properties.integration_name) {
      properties.integration_id = properties.action.integration_id;
    }
    if (properties.integration_id || properties.integration_name) return true;
    problems_.push_back({"", "no integration: give IntegrationId, or IntegrationName (the integration's exact name)",
                         definition::Rule::kIntegration});
    return false;
  }

 private:
  // Of a confidential definition the place alone: most messages quote what they are about.
  void Report(const definition::Problem& problem) {
    problems_.push_back({Concat(place_, problem.pointer),
                         pending_.properties.confidential
                             ? "is wrong here; why is not said, because messages must not show this definition's values"
                             : problem.message,
                         problem.rule});
  }

  // The platform sets the URL of a function action, whatever is sent.
  static void RemoveUrl(json::Object& config) {
    json::Value* request = config.Find("request");
    if (request != nullptr && request->is_object()) request->AsObject()->Remove("requestUrlTemplate");
  }

  bool Replace(json::Value& document) {
    if (const std::string* text = document.AsString()) {
      auto parsed = json::Parse(*text);
      if (!parsed) {
        Report({"", Concat("the definition is a string that is not JSON: ", parsed.error().message),
                definition::Rule::kSyntax});
        return false;
      }
      document = *std::move(parsed);
    }
    const auto wrong = Substitute(document, *pending_.substitutions, kMaxDefinitionBytes);
    for (const definition::Problem& problem : wrong) {
      if (problem.pointer.empty() && document.is_object()) {
        problems_.push_back({"/Substitutions", problem.message, problem.rule});
      } else {
        Report(problem);
      }
    }
    return wrong.empty();
  }

  PendingProperties& pending_;
  std::string place_;
  std::vector<definition::Problem>& problems_;
};

class Parser {
 public:
  Parser(const json::Object& properties, const OwnCredentials& own, Whose whose)
      : properties_(properties), own_(own), whose_(whose) {}

  PropertiesResult Run() {
    CheckProperties(kDataActionTable, properties_, problems_);
    if (whose_ == Whose::kNew) RefuseUnresolved(properties_, "", problems_);
    ReadPolicies();
    pending_.substitutions = ReadSubstitutions(reader_, problems_);
    const std::string_view source = ChooseSource(reader_);
    if (source.empty()) return Refused(std::move(problems_));
    if (std::find(kReferences.begin(), kReferences.end(), source) != kReferences.end()) return Refer(source);
    if (reader_.Has("DefinitionDigest")) {
      reader_.Report("DefinitionDigest",
                     Concat("belongs to a definition that stands elsewhere (",
                            Join({kReferences.begin(), kReferences.end()}, ", "), "), not to ", source));
    }
    const json::Value& definition = *reader_.Find(source);
    if (source == "DataActionPayload" && !definition.is_string()) {
      reader_.Report(source, "must be a JSON string; an object belongs into Definition");
    } else {
      Loader(pending_, source, problems_).Load(definition);
    }
    if (!problems_.empty()) return Refused(std::move(problems_));
    return {std::move(pending_.properties), std::nullopt, {}};
  }

 private:
  void ReadPolicies() {
    DataActionProperties& parsed = pending_.properties;
    pending_.overrides.name = reader_.Text(reader_.Has("Name") ? "Name" : "DataActionName");
    pending_.overrides.category = reader_.Text("Category");
    pending_.overrides.secure = reader_.Flag("Secure");
    parsed.integration_id = reader_.Text("IntegrationId");
    parsed.integration_name = reader_.Text("IntegrationName");
    parsed.on_drift = reader_.Choice<OnDrift>("OnDrift", kOnDriftWords);
    parsed.tagging = reader_.Choice<OwnershipTagging>("OwnershipTag", kOwnershipTagWords);
    parsed.adopt_action_id = reader_.Text("AdoptActionId");
    parsed.function = ReadFunction(reader_, problems_);
    ReadGate();
    // Only a Delete makes use of it (deletion_wishes.h); what it would not understand is told before.
    if (!reader_.Has("OnDelete") || reader_.Has("AdoptActionId")) return;
    reader_.Report(
        "OnDelete",
        "says what becomes of an adopted action; without AdoptActionId it has no meaning (to keep an action, "
        "give the resource a DeletionPolicy)");
  }

  void ReadGate() {
    DataActionProperties& parsed = pending_.properties;
    parsed.publish = reader_.Choice<Publishing>("Publish", kPublishWords);
    parsed.tests = ReadTests(reader_, problems_);
    if (reader_.Has("Test") && !reader_.Has("Publish")) {
      reader_.Report("Test", "is run with Publish: Validated only; without it nothing is tested");
    }
  }

  PropertiesResult Refer(std::string_view source) {
    const auto reference = ReadReference(reader_, source, own_, problems_);
    if (!problems_.empty() || !reference) return Refused(std::move(problems_));
    pending_.reference = *reference;
    pending_.properties.confidential = IsConfidential(*reference);
    return {std::nullopt, std::move(pending_), {}};
  }

  const json::Object& properties_;
  const OwnCredentials& own_;
  Whose whose_;
  std::vector<definition::Problem> problems_;
  PropertyReader reader_{properties_, "", problems_};
  PendingProperties pending_;
};

}  // namespace

PropertiesResult ParseProperties(const json::Object& properties, const OwnCredentials& own, Whose whose) {
  return Parser(properties, own, whose).Run();
}

PropertiesResult CompleteProperties(PendingProperties pending, std::string_view text) {
  const std::string& source = pending.reference.property;
  if (!DigestMatches(pending.reference, text)) {
    return Refused(
        {{"/DefinitionDigest", Concat("the text behind ", source,
                                      " has another SHA-256: it was changed, or the digest is that of another file")}});
  }
  auto document = ParseDefinitionText(pending.reference, text);
  if (!document) return Refused({{Concat("/", source), document.error().message}});
  std::vector<definition::Problem> problems;
  RefuseUnresolved(*document, Concat("/", source), problems);
  if (!Loader(pending, source, problems).Load(*std::move(document)) || !problems.empty()) {
    return Refused(std::move(problems));
  }
  return {std::move(pending.properties), std::nullopt, {}};
}

std::string NameForMessages(const json::Object& properties) {
  for (const std::string_view name : {"Name", "DataActionName"}) {
    const json::Value* value = properties.Find(name);
    if (value != nullptr && value->is_string()) return *value->AsString();
  }
  std::vector<definition::Problem> ignored;
  const auto substitutions = ReadSubstitutions(PropertyReader(properties, "", ignored), ignored);
  for (const std::string_view source : kInlineSources) {
    const json::Value* definition = properties.Find(source);
    if (definition == nullptr) continue;
    const std::string* text = definition->AsString();
    const auto parsed = text != nullptr ? json::Parse(*text) : Result<json::Value>(*definition);
    const auto name = parsed ? parsed->FindString("name") : std::nullopt;
    if (name) return definition::StripExportEnding(substitutions ? SubstituteKnown(*name, *substitutions) : *name);
  }
  return {};
}

}  // namespace genesys_cfn::provider
