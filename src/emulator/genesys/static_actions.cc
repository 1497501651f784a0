// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/static_actions.h"

#include <array>

#include "base/text.h"
#include "emulator/genesys/action_record.h"

namespace genesys_cfn::emulator {
namespace {

// Which ones the platform ships is not documented in full: one a type, of the kind that is known.
struct StaticAction {
  std::string_view integration_type;
  std::string_view key;
  std::string_view name;
  std::string_view method;
  std::string_view url;
  std::string_view input;  // the only one
};
constexpr std::array<StaticAction, 2> kStaticActions = {{
    {"purecloud-data-actions", "get_user_routing_status", "Get User Routing Status", "GET",
     "/api/v2/users/${input.userId}/routingstatus", "userId"},
    {"salesforce-datadip", "get_contact_by_id", "Get Contact By Id", "GET",
     "/services/data/v37.0/sobjects/Contact/${input.contactId}", "contactId"},
}};

constexpr std::string_view kSuccessSchema = R"({"type":"object","properties":{},"additionalProperties":true})";

}  // namespace

void AddStaticActions(Transaction& transaction, const IntegrationRecord& integration, WallTime now) {
  for (const StaticAction& shipped : kStaticActions) {
    if (shipped.integration_type != integration.type) continue;
    ActionRecord action{.id = Concat(kStaticPrefix, "_-_", shipped.key, "_-_", integration.id),
                        .integration_id = integration.id,
                        .name = std::string(shipped.name),
                        .category = integration.name};
    action.config = Concat(R"({"request":{"requestUrlTemplate":")", shipped.url, R"(","requestTemplate":)",
                           R"("${input.rawRequest}","requestType":")", shipped.method, R"(","headers":{}},)",
                           R"("response":{"translationMap":{},"translationMapDefaults":{},)",
                           R"("successTemplate":"${rawResult}"}})");
    action.input_schema = Concat(R"({"type":"object","required":[")", shipped.input, R"("],"properties":{")",
                                 shipped.input, R"(":{"type":"string"}}})");
    action.success_schema = kSuccessSchema;
    InsertAction(transaction, action, now);
  }
}

}  // namespace genesys_cfn::emulator
