// SPDX-License-Identifier: Apache-2.0
// For tests: an organisation, and short ways to make and read actions in it.
#pragma once

#include <string>
#include <vector>

#include "emulator/genesys/organisation_fixture.h"

namespace genesys_cfn::emulator {

inline constexpr char kActions[] = "/api/v2/integrations/actions";
inline constexpr char kContract[] =
    R"({"input":{"inputSchema":{"type":"object","properties":{"phone":{"type":"string"}}}},)"
    R"("output":{"successSchema":{"type":"object","properties":{"id":{"type":"string"}}}}})";
inline constexpr char kConfig[] =
    R"({"request":{"requestUrlTemplate":"/api/v2/users","requestType":"POST","headers":{"b":"1","a":"2"},)"
    R"("requestTemplate":"{\"x\": ${input.phone}}"},"response":{"translationMap":{"id":"$.id"},)"
    R"("translationMapDefaults":{"id":"\"\""},"successTemplate":"{\"id\": ${id}}"},"timeoutSeconds":10})";

class ActionsTest : public OrganisationTest {
 protected:
  ActionsTest() : integration_(IntegrationOf("purecloud-data-actions")) {}

  // A complete body; `changes` replace members, and null removes one.
  std::string Body(const json::Object& changes = {}) const {
    json::Object body{{"name", "Look up customer"},
                      {"category", "CRM"},
                      {"integrationId", integration_},
                      {"config", json::Parse(kConfig).value()},
                      {"contract", json::Parse(kContract).value()}};
    for (const auto& [name, value] : changes) {
      if (value.is_null()) {
        body.Remove(name);
      } else {
        body.Set(name, value);
      }
    }
    return json::Write(body);
  }
  std::string Create(const json::Object& changes = {}) {
    const http::Response response = Call("POST", kActions, Body(changes));
    EXPECT_EQ(response.status, 200) << response.body;
    return At(JsonOf(response), "/id");
  }
  static std::string UriOf(const std::string& id) { return Concat(kActions, "/", id); }
  json::Value Read(const std::string& id) { return Get(UriOf(id) + "?expand=contract&includeConfig=true"); }
  std::string TextOf(const std::string& target) {
    const http::Response response = Call("GET", target);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.Get("Content-Type"), "text/plain");
    return response.body;
  }
  void ExpectRefusal(const json::Object& changes, const std::string& field, const std::string& message_part) {
    ExpectError(Call("POST", kActions, Body(changes)), 400, "bad.request", message_part, field);
  }
  void ExpectConfigRefusal(const std::string& config, const std::string& field, const std::string& message_part) {
    ExpectRefusal({{"config", json::Parse(config).value()}}, field, message_part);
  }
  std::vector<std::string> NamesOf(const std::string& query) {
    std::vector<std::string> names;
    const json::Value listing = Get(Concat(kActions, "?", query));
    for (const json::Value& entity : *listing.Find("entities")->AsArray()) names.push_back(At(entity, "/name"));
    return names;
  }

  std::string integration_;
};

}  // namespace genesys_cfn::emulator
