// SPDX-License-Identifier: Apache-2.0
#include "provider/properties.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "json/pointer.h"

namespace genesys_cfn::provider {
namespace {

// What exactly one of must give the definition.
constexpr std::array<std::string_view, 3> kSources = {"Definition", "DataAction", "DataActionPayload"};
constexpr std::array<std::string_view, 11> kOthers = {
    "Name",    "DataActionName", "IntegrationId",  "IntegrationName", "Category", "Secure",
    "OnDrift", "OwnershipTag",   "DeleteWhenUsed", "AdoptActionId",   "OnDelete"};
// CloudFormation's documented way to force an Update: a property of any value that the provider ignores.
constexpr std::string_view kVersion = "Version";

std::vector<std::string> KnownNames() {
  std::vector<std::string> names(kSources.begin(), kSources.end());
  names.insert(names.end(), kOthers.begin(), kOthers.end());
  names.emplace_back(kVersion);
  return names;
}

class Parser {
 public:
  explicit Parser(const json::Object& properties) : properties_(properties) {}

  PropertiesResult Run() {
    CheckNames();
    DataActionProperties parsed;
    definition::Overrides overrides;
    overrides.name = OneOf("Name", "DataActionName");
    overrides.category = Text("Category");
    overrides.secure = Flag("Secure");
    parsed.integration_id = Text("IntegrationId");
    parsed.integration_name = Text("IntegrationName");
    parsed.on_drift = Choice<OnDrift>(
        "OnDrift", OnDrift::kFail,
        {{"Fail", OnDrift::kFail}, {"Overwrite", OnDrift::kOverwrite}, {"Recreate", OnDrift::kRecreate}});
    parsed.tagging =
        Choice<OwnershipTagging>("OwnershipTag", OwnershipTagging::kEnabled,
                                 {{"Enabled", OwnershipTagging::kEnabled}, {"Disabled", OwnershipTagging::kDisabled}});
    parsed.adopt_action_id = Text("AdoptActionId");
    CheckDeletion();
    if (parsed.integration_id && parsed.integration_name) {
      Problem("/IntegrationName", "give IntegrationId or IntegrationName, not both");
    }
    LoadDefinition(overrides, parsed);
    if (!problems_.empty()) return {std::nullopt, std::move(problems_)};
    return {std::move(parsed), {}};
  }

 private:
  void Problem(std::string pointer, std::string message) {
    problems_.push_back({std::move(pointer), std::move(message)});
  }

  // Only a Delete makes use of these; what it would not understand is told before.
  void CheckDeletion() {
    Choice<int>("DeleteWhenUsed", 0, {{"Refuse", 0}, {"Allow", 1}});
    Choice<int>("OnDelete", 0, {{"Release", 0}, {"Delete", 1}});
    if (properties_.Contains("OnDelete") && !properties_.Contains("AdoptActionId")) {
      Problem("/OnDelete",
              "says what becomes of an adopted action; without AdoptActionId it has no meaning (to keep an "
              "action, give the resource a DeletionPolicy)");
    }
  }

  void CheckNames() {
    const std::vector<std::string> known = KnownNames();
    for (const auto& [name, value] : properties_) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      const auto suggestion = Suggest(name, known);
      Problem(json::AppendToken("", name), suggestion ? Concat("unknown property; did you mean ", *suggestion, "?")
                                                      : Concat("unknown property; known are ", Join(known, ", ")));
    }
  }

  std::optional<std::string> Text(std::string_view name) {
    const json::Value* value = properties_.Find(name);
    if (value == nullptr) return std::nullopt;
    const std::string* text = value->AsString();
    if (text != nullptr && !Trim(*text).empty()) return *text;
    Problem(json::AppendToken("", name), text != nullptr ? std::string("must not be empty")
                                                         : Concat("must be a string, not ", json::TypeName(*value)));
    return std::nullopt;
  }

  std::optional<std::string> OneOf(std::string_view name, std::string_view other) {
    if (properties_.Contains(name) && properties_.Contains(other)) {
      Problem(json::AppendToken("", other), Concat("give ", name, " or ", other, ", not both"));
    }
    return Text(properties_.Contains(name) ? name : other);
  }

  std::optional<bool> Flag(std::string_view name) {
    const json::Value* value = properties_.Find(name);
    if (value == nullptr) return std::nullopt;
    if (const bool* flag = value->AsBool()) return *flag;
    const std::string* text = value->AsString();
    if (text != nullptr && EqualsIgnoreCase(*text, "true")) return true;
    if (text != nullptr && EqualsIgnoreCase(*text, "false")) return false;
    Problem(json::AppendToken("", name), "must be true or false");
    return std::nullopt;
  }

  template <typename T>
  T Choice(std::string_view name, T fallback, std::initializer_list<std::pair<std::string_view, T>> choices) {
    if (!properties_.Contains(name)) return fallback;
    const auto text = properties_.Find(name)->AsString();
    std::vector<std::string> names;
    for (const auto& [word, choice] : choices) {
      if (text != nullptr && *text == word) return choice;
      names.emplace_back(word);
    }
    Problem(json::AppendToken("", name), Concat("must be one of ", Join(names, ", ")));
    return fallback;
  }

  void LoadDefinition(const definition::Overrides& overrides, DataActionProperties& parsed) {
    std::vector<std::string> given;
    for (const std::string_view name : kSources) {
      if (properties_.Contains(name)) given.emplace_back(name);
    }
    if (given.size() != 1) {
      Problem("", given.empty() ? Concat("no definition: give one of Definition, DataAction, DataActionPayload")
                                : Concat("more than one definition: ", Join(given, " and "), "; give exactly one"));
      return;
    }
    const json::Value& source = *properties_.Find(given.front());
    if (given.front() == "DataActionPayload" && !source.is_string()) {
      Problem("/DataActionPayload", "must be a JSON string; an object belongs into Definition");
      return;
    }
    definition::LoadResult loaded = definition::Load(source, overrides);
    for (definition::Problem& problem : loaded.problems) {
      Problem(Concat("/", given.front(), problem.pointer), std::move(problem.message));
    }
    if (!loaded.action) return;
    parsed.action = std::move(*loaded.action);
    if (!parsed.integration_id && !parsed.integration_name) parsed.integration_id = parsed.action.integration_id;
    if (!parsed.integration_id && !parsed.integration_name) {
      Problem("", "no integration: give IntegrationId, or IntegrationName (the integration's exact name)");
    }
  }

  const json::Object& properties_;
  std::vector<definition::Problem> problems_;
};

}  // namespace

PropertiesResult ParseProperties(const json::Object& properties) {
  return Parser(properties).Run();
}

DeletionWishes DeletionWishesOf(const json::Object& properties) {
  const auto text = [&](std::string_view name) { return json::Value(properties).FindString(name); };
  DeletionWishes wishes;
  wishes.tagged = text("OwnershipTag") != "Disabled";
  wishes.delete_when_used = text("DeleteWhenUsed") == "Allow";
  wishes.adopt_action_id = text("AdoptActionId");
  wishes.delete_adopted = text("OnDelete") == "Delete";
  return wishes;
}

IntegrationWish IntegrationWishOf(const json::Object& properties) {
  const json::Value all(properties);
  IntegrationWish wish{all.FindString("IntegrationId").value_or(""), all.FindString("IntegrationName").value_or("")};
  if (!wish.id.empty() || !wish.name.empty()) return wish;
  for (const std::string_view source : {"Definition", "DataAction"}) {
    const json::Value* definition = properties.Find(source);
    if (definition != nullptr) wish.id = definition->FindString("integrationId").value_or(wish.id);
  }
  return wish;
}

std::string NameForMessages(const json::Object& properties) {
  for (const std::string_view name : {"Name", "DataActionName"}) {
    const json::Value* value = properties.Find(name);
    if (value != nullptr && value->is_string()) return *value->AsString();
  }
  for (const std::string_view source : {"Definition", "DataAction"}) {
    const json::Value* definition = properties.Find(source);
    const auto name = definition == nullptr ? std::nullopt : definition->FindString("name");
    if (name) return definition::StripExportEnding(*name);
  }
  return {};
}

}  // namespace genesys_cfn::provider
