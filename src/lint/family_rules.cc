// SPDX-License-Identifier: Apache-2.0
#include "lint/family_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "json/pointer.h"
#include "provider/action_lookup_table.h"
#include "provider/credential_properties.h"
#include "provider/credential_table.h"
#include "provider/custom_auth_action_table.h"
#include "provider/custom_auth_properties.h"
#include "provider/data_action_table.h"
#include "provider/integration_properties.h"
#include "provider/integration_table.h"
#include "provider/properties.h"
#include "provider/property_check.h"
#include "provider/sought_action.h"
#include "template/functions.h"

namespace genesys_cfn::lint {
namespace {

constexpr std::string_view kFunctions = "function-data-actions";
constexpr std::string_view kRole = "amazonWebServicesARN";
// Ids and names that are known (genesys-cloud-api.md 4.3). An organisation may have others: only what is nearly one of
// these is reported.
constexpr auto kIntegrationTypes = std::to_array<std::string_view>(
    {"purecloud-data-actions", kWebServices, "aws-lambda-data-actions", kFunctions, "salesforce-datadip"});
constexpr auto kCredentialTypes =
    std::to_array<std::string_view>({"basicAuth", kUserDefinedOAuth, "userDefined", "pureCloudOAuthClient", kRole});

// Under which key an integration takes its credential, and of which type; empty: of any.
struct Slot {
  std::string_view integration_type;
  std::string_view name;
  std::string_view credential_type;
};
constexpr std::array<Slot, 3> kSlots = {{
    {"purecloud-data-actions", "pureCloudOAuthClient", "pureCloudOAuthClient"},
    {kWebServices, "basicAuth", ""},
    {"aws-lambda-data-actions", "AmazonWebServicesARN", kRole},
}};

const Slot* SlotOf(const std::optional<std::string>& type) {
  const auto at =
      std::find_if(kSlots.begin(), kSlots.end(), [&](const Slot& slot) { return slot.integration_type == type; });
  return at == kSlots.end() ? nullptr : &*at;
}

// Of a key in a JSON object that people write.
bool LooksLikeKey(std::string_view text) {
  constexpr size_t kLongestKey = 64;
  return text.size() <= kLongestKey && text.find_first_of("!@#$%^&*()+=~`'\"\\{}[]<>?|;,") == std::string_view::npos;
}

bool IsRuntime(std::string_view text) {
  constexpr std::string_view kPrefix = "nodejs";
  if (!text.starts_with(kPrefix) || !text.ends_with(".x")) return false;
  const std::string_view number = text.substr(kPrefix.size(), text.size() - kPrefix.size() - 2);
  return ParseInteger<int>(number).has_value() && number.find('-') == std::string_view::npos;
}

using View = ResourceView;

class FamilyChecker {
 public:
  FamilyChecker(const FamilyContext& context, Findings& findings)
      : context_(context), family_(context.family), findings_(findings) {}

  void Run() {
    for (const View& view : family_.all()) {
      if (view.Is(provider::kCredentialTable)) Credential(view);
      if (view.Is(provider::kIntegrationTable)) Integration(view);
      if (view.Is(provider::kCustomAuthActionTable)) Authentication(view);
      if (view.Is(provider::kDataActionTable)) Action(view);
      if (view.Is(provider::kActionLookupTable)) Lookup(view);
      NamedIntegration(view);
    }
  }

 private:
  void Credential(const View& view) {
    KnownName(view, "/CredentialType", {kCredentialTypes.begin(), kCredentialTypes.end()});
    // An ARN is no secret and does not rotate.
    const bool rotates = view.Known("/CredentialType") != kRole;
    if (rotates && view.Has("SecretId") && !view.Has("SecretVersion") && !view.Has("SecretDigest")) {
      findings_.Add("GC319", view.source.Name("/SecretId"),
                    "SecretId names no version: CloudFormation does not notice that the secret was rotated",
                    "Name the secret's VersionId as SecretVersion; another one writes the credential anew.");
    }
    const json::Object* fields = view.Members("Fields");
    if (fields == nullptr) return;
    for (const auto& [field, key] : *fields) {
      const std::string place = json::AppendToken("/Fields", field);
      if (IsHidden(view.Referred(place))) {
        PlainValue(view, place, "is a parameter with NoEcho, so its value is one of the credential's");
      } else if (const auto text = view.Known(place); text && !LooksLikeKey(*text)) {
        PlainValue(view, place, "looks like a value, and not like a key of the secret");
      }
    }
  }

  void PlainValue(const View& view, const std::string& place, std::string_view why) {
    const std::string field = place.substr(place.rfind('/') + 1);
    findings_.Add("GC320", Severity::kWarning, view.source.Value(place), Concat("what ", field, " names ", why),
                  "Put the value into the secret that SecretId names, as a JSON object, and write its key here.");
  }

  [[nodiscard]] bool IsHidden(const std::string& parameter) const {
    if (parameter.empty()) return false;
    const json::Value* hidden =
        json::Resolve(context_.document.root(), json::AppendToken("/Parameters", parameter) + "/NoEcho");
    return hidden != nullptr && (*hidden == json::Value(true) || *hidden == json::Value("true"));
  }

  void KnownName(const View& view, const std::string& place, const std::vector<std::string>& known) {
    const auto name = view.Known(place);
    if (!name || std::find(known.begin(), known.end(), *name) != known.end()) return;
    const auto meant = Suggest(*name, known);
    if (!meant) return;
    findings_.Add("GC321", view.source.Value(place), Concat("no organisation is known to have the type ", *name),
                  Concat("Did you mean ", *meant, "?"));
  }

  void Integration(const View& view) {
    KnownName(view, "/IntegrationType", {kIntegrationTypes.begin(), kIntegrationTypes.end()});
    const auto type = view.Known("/IntegrationType");
    const Slot* slot = SlotOf(type);
    const json::Object* credentials = view.Members("Credentials");
    if (slot == nullptr || credentials == nullptr) return;
    for (const auto& [name, id] : *credentials) {
      const std::string place = json::AppendToken("/Credentials", name);
      if (name != slot->name) {
        findings_.Add("GC322", view.source.Name(place),
                      Concat("an integration of the type ", *type, " takes no credential under ", name),
                      Concat("Write ", slot->name, "."));
        continue;
      }
      const View* credential = family_.Find(view.Referred(place), provider::kCredentialTable);
      const auto its_type = credential == nullptr ? std::nullopt : credential->Known("/CredentialType");
      if (!its_type || slot->credential_type.empty() || *its_type == slot->credential_type) continue;
      Misfit(view.source.Value(place),
             Concat("an integration of the type ", *type, " takes a credential of the type ", slot->credential_type,
                    "; ", credential->name, " has ", *its_type),
             *credential, "/CredentialType");
    }
  }

  // The platform makes the action for such an integration with such a credential only.
  void Authentication(const View& view) {
    const View* integration = family_.Find(view.Referred("/IntegrationId"), provider::kIntegrationTable);
    if (integration == nullptr) return;
    const Range range = view.source.Value("/IntegrationId");
    const auto type = integration->Known("/IntegrationType");
    if (!type) return;
    if (*type != kWebServices) {
      return Misfit(range,
                    Concat("an authentication action belongs to an integration of the type ", kWebServices, "; ",
                           integration->name, " has ", *type),
                    *integration, "/IntegrationType");
    }
    const View* credential = family_.Find(integration->Referred("/Credentials/basicAuth"), provider::kCredentialTable);
    const auto its_type = credential == nullptr ? std::nullopt : credential->Known("/CredentialType");
    if (its_type && *its_type != kUserDefinedOAuth) {
      Misfit(range,
             Concat("there is an authentication action only with a credential of the type ", kUserDefinedOAuth, "; ",
                    credential->name, " has ", *its_type),
             *credential, "/CredentialType");
    } else if (!integration->Has("Credentials")) {
      Misfit(range,
             Concat("there is an authentication action only with a credential of the type ", kUserDefinedOAuth, "; ",
                    integration->name, " has none"),
             *integration, "/IntegrationType");
    }
  }

  void Action(const View& view) {
    const auto runtime = view.Known("/Function/Runtime");
    if (runtime && !IsRuntime(*runtime)) {
      findings_.Add("GC321", view.source.Value("/Function/Runtime"),
                    Concat("functions are not known to run on ", *runtime),
                    "They run on Node.js: write nodejs22.x, or what GET .../functions/runtimes lists.");
    }
    const View* integration = family_.IntegrationOf(view);
    const auto type = integration == nullptr ? std::nullopt : integration->Known("/IntegrationType");
    if (!type) return;
    const bool has_function = view.Has("Function");
    if (has_function && *type != kFunctions) {
      Misfit(view.source.Name("/Function"),
             Concat("Function is for actions on an integration of the type ", kFunctions, "; ", integration->name,
                    " has ", *type),
             *integration, "/IntegrationType");
    } else if (!has_function && *type == kFunctions) {
      const std::string place = view.Has("IntegrationId") ? "/IntegrationId" : "/IntegrationName";
      Misfit(view.source.Value(place),
             Concat("an action on an integration of the type ", kFunctions, " needs Function"), *integration,
             "/IntegrationType");
    }
  }

  void Misfit(Range range, std::string message, const View& other, std::string_view place) {
    findings_.Add("GC322", range, std::move(message))
        .related.push_back({other.source.Value(place), Concat("the type of ", other.name)});
  }

  // By a name CloudFormation knows of no order: both may be made at the same time.
  void NamedIntegration(const View& view) {
    const auto name = view.Known("/IntegrationName");
    const View* integration = name ? family_.IntegrationNamed(*name) : nullptr;
    if (integration == nullptr || !IsWithoutOrder(view, *integration)) return;
    Unordered(view.source.Value("/IntegrationName"), *integration,
              Concat("Write IntegrationId: !Ref ", integration->name, ", or DependsOn: ", integration->name, "."));
  }

  void Lookup(const View& view) {
    const auto name = view.Known("/Name");
    for (const View& action : family_.all()) {
      if (!name || !action.Is(provider::kDataActionTable)) continue;
      if (provider::NameForMessages(*action.source.value().AsObject()) != *name) continue;
      const View* integration = family_.IntegrationOf(view);
      if (integration == nullptr || integration != family_.IntegrationOf(action) || !IsWithoutOrder(view, action))
        continue;
      Unordered(
          view.source.Value("/Name"), action,
          Concat("Refer to it by !Ref ", action.name, " in place of a look-up, or give DependsOn: ", action.name, "."));
    }
  }

  void Unordered(Range range, const View& named, std::string hint) {
    findings_
        .Add("GC323", range,
             Concat(named.name, " of this template is named here, and CloudFormation knows of no order between them"),
             std::move(hint))
        .related.push_back({named.source.Value("/Name"), "its name"});
  }

  // Whether there is an order is known of a template without other mistakes only.
  [[nodiscard]] bool IsWithoutOrder(const View& from, const View& to) const {
    return context_.order != nullptr && !Reaches(from.name, to.name);
  }

  [[nodiscard]] bool Reaches(const std::string& from, const std::string& to) const {
    std::set<std::string> seen;
    std::vector<std::string> open = {from};
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      if (name == to) return true;
      const auto needs = context_.order->find(name);
      if (!seen.insert(name).second || needs == context_.order->end()) continue;
      open.insert(open.end(), needs->second.begin(), needs->second.end());
    }
    return false;
  }

  const FamilyContext& context_;
  const FamilyView& family_;
  Findings& findings_;
};

}  // namespace

std::vector<definition::Problem> ProblemsOf(const provider::ResourceTable& table, const json::Object& properties) {
  if (&table == &provider::kIntegrationTable) return provider::ParseIntegrationProperties(properties).problems;
  if (&table == &provider::kCredentialTable) return provider::ParseCredentialProperties(properties, {}).problems;
  if (&table == &provider::kCustomAuthActionTable) return provider::ParseCustomAuthProperties(properties).problems;
  if (&table == &provider::kActionLookupTable) return provider::ParseSoughtAction(properties).problems;
  std::vector<definition::Problem> problems;
  provider::CheckProperties(table, properties, problems);
  return problems;
}

void CheckFamily(const FamilyContext& context, Findings& findings) {
  FamilyChecker(context, findings).Run();
}

}  // namespace genesys_cfn::lint
