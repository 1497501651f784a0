// SPDX-License-Identifier: Apache-2.0
#include "genesys/integrations_client.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "genesys/listing.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kIntegrations = "/api/v2/integrations";
constexpr Operation kListing{"listing the integrations", "integrations:integration:view"};
constexpr Operation kReading{"reading the integration", "integrations:integration:view"};
constexpr size_t kMaxNamesListed = 10;

std::string MemberOf(const json::Value& entity, std::string_view object, std::string_view member) {
  const json::Value* inner = entity.Find(object);
  return inner == nullptr ? std::string() : inner->FindString(member).value_or("");
}

Integration IntegrationOf(const json::Value& entity) {
  return {entity.FindString("id").value_or(""), entity.FindString("name").value_or(""),
          MemberOf(entity, "integrationType", "id"), entity.FindString("intendedState").value_or(""),
          MemberOf(entity, "reportedState", "code")};
}

std::string ListOf(const std::vector<std::string>& items) {
  const size_t shown = std::min(items.size(), kMaxNamesListed);
  std::string text = Join({items.begin(), items.begin() + static_cast<std::ptrdiff_t>(shown)}, ", ");
  if (shown < items.size()) text += Concat(" and ", items.size() - shown, " more");
  return text;
}

Error NoneOfThatName(std::string_view name, const std::vector<Integration>& integrations) {
  std::vector<std::string> names;
  std::vector<std::string> quoted;
  for (const Integration& integration : integrations) {
    names.push_back(integration.name);
    quoted.push_back(Concat("\"", integration.name, "\""));
  }
  std::string text = Concat("there is no integration with the name \"", name, "\"");
  if (const std::optional<std::string> near = Suggest(name, names)) text += Concat("; did you mean \"", *near, "\"?");
  if (quoted.empty()) {
    return {ErrorCode::kInvalidInput, text + ": the organisation has no integration that is visible."};
  }
  return {ErrorCode::kInvalidInput, Concat(text, text.ends_with('?') ? "" : ".", " There are: ", ListOf(quoted), ".")};
}

Error SeveralOfThatName(std::string_view name, const std::vector<Integration>& matches) {
  std::vector<std::string> ids;
  for (const Integration& integration : matches) {
    ids.push_back(Concat(integration.id, " (", integration.type_id, ", ", integration.intended_state, ")"));
  }
  return {ErrorCode::kInvalidInput, Concat(matches.size(), " integrations have the name \"", name, "\": ", ListOf(ids),
                                           ". Give the integration's id instead.")};
}

}  // namespace

Result<std::vector<Integration>> IntegrationsClient::List() {
  TRY_ASSIGN(const std::vector<json::Value> entities, ListAll(session_, kListing, kIntegrations, ""));
  std::vector<Integration> integrations;
  for (const json::Value& entity : entities) integrations.push_back(IntegrationOf(entity));
  return integrations;
}

Result<std::optional<Integration>> IntegrationsClient::Get(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<Integration>();
  const Call call{"GET", Concat(kIntegrations, "/", PercentEncode(id)), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kReading, response.error());
  if (response->status == 404) return std::optional<Integration>();
  if (response->status == 410) return std::optional<Integration>(Integration{std::string(id), "", "", "DELETED", ""});
  if (!response->ok()) return Refused(kReading, call, *response);
  TRY_ASSIGN(json::Object body, ReadObject(kReading, call, *response));
  Integration integration = IntegrationOf(std::move(body));
  if (integration.id == id) return std::optional<Integration>(std::move(integration));
  return Error{ErrorCode::kUnavailable,
               Concat(kReading.name, " failed: ", call.method, " ", call.target, " answered ", response->status,
                      " with something else than the integration ", id, ".")};
}

Result<Integration> IntegrationsClient::FindByName(std::string_view name) {
  TRY_ASSIGN(std::vector<Integration> integrations, List());
  std::erase_if(integrations, [](const Integration& one) { return one.intended_state == "DELETED"; });
  std::vector<Integration> matches;
  std::copy_if(integrations.begin(), integrations.end(), std::back_inserter(matches),
               [&](const Integration& one) { return one.name == name; });
  if (matches.empty()) return NoneOfThatName(name, integrations);
  if (matches.size() > 1) return SeveralOfThatName(name, matches);
  return matches.front();
}

}  // namespace genesys_cfn::genesys
