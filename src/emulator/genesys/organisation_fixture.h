// SPDX-License-Identifier: Apache-2.0
// For tests: an organisation in memory with one all-powerful client, and short ways to call it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/genesys/organisation.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {

class OrganisationTest : public testing::Test {
 protected:
  OrganisationTest() {
    EXPECT_TRUE(organisation_->Seed("client", Secret<std::string>("secret")).has_value());
    token_ = TokenFor("client", "secret");
  }

  // What a process that starts with other switches on the same database does.
  void Restart(OrganisationOptions options = {}) {
    organisation_ = std::make_unique<GenesysOrganisation>(*database_, clock_, random_, options);
  }

  http::Response AskForToken(std::string_view id, std::string_view secret,
                             const std::string& body = "grant_type=client_credentials") {
    return organisation_->Handle({"POST",
                                  "",
                                  "/oauth/token",
                                  {{"Authorization", Concat("Basic ", Base64Encode(Concat(id, ":", secret)))},
                                   {"Content-Type", "application/x-www-form-urlencoded"}},
                                  body});
  }
  std::string TokenFor(std::string_view id, std::string_view secret) {
    return JsonOf(AskForToken(id, secret)).FindString("access_token").value_or("");
  }
  // A client that may do only this, as the caller of what follows.
  void Become(const std::vector<std::string>& permissions) {
    OAuthClient client{.id = "limited", .secret = Secret<std::string>("s"), .permissions = permissions};
    ASSERT_TRUE(organisation_->AddClient(client).has_value());
    token_ = TokenFor("limited", "s");
  }

  http::Response Call(const std::string& method, const std::string& target, const std::string& body = "") {
    http::Request request{method, "", target, {{"Authorization", Concat("Bearer ", token_)}}, body};
    if (!body.empty()) request.headers.Add("Content-Type", "application/json; charset=UTF-8");
    return organisation_->Handle(request);
  }
  json::Value Get(const std::string& target) {
    const http::Response response = Call("GET", target);
    EXPECT_EQ(response.status, 200) << response.body;
    return JsonOf(response);
  }

  static json::Value JsonOf(const http::Response& response) {
    auto value = json::Parse(response.body);
    EXPECT_TRUE(value.has_value()) << response.body;
    return value.has_value() ? std::move(value).value() : json::Value();
  }
  // The text at a JSON pointer; scalars as written.
  static std::string At(const json::Value& document, std::string_view pointer) {
    const json::Value* const value = json::Resolve(document, pointer);
    if (value == nullptr) return "(absent)";
    return value->is_string() ? *value->AsString() : json::Write(*value);
  }
  static void ExpectError(const http::Response& response, int status, const std::string& code,
                          const std::string& message_part, const std::string& field = "") {
    EXPECT_EQ(response.status, status) << response.body;
    const json::Value body = JsonOf(response);
    EXPECT_EQ(At(body, "/code"), code);
    EXPECT_EQ(At(body, "/status"), std::to_string(status));
    EXPECT_THAT(At(body, "/message"), testing::HasSubstr(message_part));
    EXPECT_EQ(At(body, "/details/0/fieldName"), field.empty() ? "(absent)" : field);
    EXPECT_EQ(At(body, "/contextId"), response.headers.Get("ININ-Correlation-Id").value_or("no header"));
  }

  std::string IntegrationOf(const std::string& type) {
    return At(Get("/api/v2/integrations?integrationType=" + type), "/entities/0/id");
  }

  FakeClock clock_{FromEpochMilliseconds(1'700'000'000'000)};
  SeededRandom random_{1};
  std::unique_ptr<Database> database_ = Database::OpenInMemory(GenesysOrganisation::Schema(), 1).value();
  std::unique_ptr<GenesysOrganisation> organisation_ =
      std::make_unique<GenesysOrganisation>(*database_, clock_, random_);
  std::string token_;
};

}  // namespace genesys_cfn::emulator
