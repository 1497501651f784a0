// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/custom_auth.h"

#include "base/text.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/integration_record.h"
#include "emulator/genesys/integration_types.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kConfig =
    R"json({"request":{"requestUrlTemplate":"${credentials.loginUrl}",)json"
    R"json("requestTemplate":"grant_type=client_credentials","requestType":"POST","headers":{"Authorization":)json"
    R"json("Basic $encoding.base64(\"${credentials.clientId}:${credentials.clientSecret}\")",)json"
    R"json("Content-Type":"application/x-www-form-urlencoded"}},)json"
    R"json("response":{"translationMap":{},"translationMapDefaults":{},"successTemplate":"${rawResult}"}})json";
constexpr std::string_view kInputSchema =
    R"({"$schema":"http://json-schema.org/draft-04/schema#","type":"object","properties":{}})";
constexpr std::string_view kSuccessSchema =
    R"({"$schema":"http://json-schema.org/draft-04/schema#","type":"object","properties":{},)"
    R"("additionalProperties":true})";

bool WantsCustomAuth(Transaction& transaction, const IntegrationRecord& integration) {
  if (integration.type != kWebServicesIntegrationType || integration.deleted()) return false;
  Statement row = transaction.Query(
      "SELECT 1 FROM genesys_integration_credential AS used JOIN genesys_credential AS credential ON credential.id = "
      "used.credential WHERE used.integration = ? AND credential.type = 'userDefinedOAuth'",
      integration.id);
  return row.Step();
}

}  // namespace

std::string CustomAuthActionId(std::string_view integration_id) {
  return Concat(kCustomAuthPrefix, "_-_", integration_id);
}

void SyncCustomAuthAction(Transaction& transaction, std::string_view integration_id, WallTime now) {
  const auto integration = FindIntegration(transaction, integration_id);
  const std::string id = CustomAuthActionId(integration_id);
  if (!integration.has_value() || !WantsCustomAuth(transaction, *integration)) {
    DeleteStoredAction(transaction, id, now, Milliseconds(0));
    return;
  }
  if (FindAction(transaction, id).has_value()) return;
  ActionRecord action{.id = id,
                      .integration_id = integration->id,
                      .name = Concat(integration->name, " (Auth)"),
                      .category = integration->name};
  action.config = kConfig;
  action.input_schema = kInputSchema;
  action.success_schema = kSuccessSchema;
  InsertAction(transaction, action, now);
}

}  // namespace genesys_cfn::emulator
