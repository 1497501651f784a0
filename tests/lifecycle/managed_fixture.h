// SPDX-License-Identifier: Apache-2.0
// Integrations and credentials under test, in the surroundings of lifecycle_fixture.h.
#pragma once

#include "lifecycle_fixture.h"
#include "provider/credential.h"
#include "provider/integration.h"

namespace genesys_cfn {

inline constexpr const char* kIntegrations = "/api/v2/integrations";
inline constexpr const char* kManagedInventedId = "demo-Integration-1ABCDEFGHIJKL";

class ManagedTest : public LifecycleTest {
 protected:
  // The type under test; a second one is another process of the function.
  virtual std::unique_ptr<provider::ResourceType> MakeType() = 0;
  [[nodiscard]] provider::ManagedResource::Parts Parts() { return {connection_, stacks_, clock_, logger_}; }

  Answer Handle(const Request& request, Delivered delivered = Delivered::kFirst) {
    if (!type_) type_ = MakeType();
    return HandleBy(*type_, request, delivered);
  }
  Answer HandleElsewhere(const Request& request, Delivered delivered = Delivered::kFirst) {
    const auto other = MakeType();
    return HandleBy(*other, request, delivered);
  }
  Answer Create(const json::Object& properties) { return Handle(MakeRequest(RequestType::kCreate, properties)); }
  Answer Update(const std::string& id, const json::Object& properties, const json::Object& old) {
    return Handle(MakeUpdate(id, properties, old));
  }
  Answer Delete(const std::string& id, const json::Object& properties) {
    return Handle(MakeRequest(RequestType::kDelete, properties, id));
  }

  static json::Object Set(json::Object properties, const std::string& name, json::Value value) {
    properties.Set(name, std::move(value));
    return properties;
  }
  static std::string Attribute(const Answer& answer, std::string_view name) {
    for (const auto& [attribute, value] : answer.attributes) {
      if (attribute == name) return value;
    }
    return "";
  }
  // One of the organisation's switches (docs/local-genesys.md).
  void Switch(const std::string& option, int64_t value) {
    Ask("PATCH", "/genesys-cfn/admin/options", json::Write(json::Object{{option, value}}));
  }
  // Writes to the organisation.
  [[nodiscard]] int64_t Writes() const {
    return network_.Count("POST") + network_.Count("PUT") + network_.Count("PATCH") + network_.Count("DELETE");
  }

 private:
  Answer HandleBy(provider::ResourceType& type, const Request& request, Delivered delivered) {
    network_.lines.clear();
    provider::Progress progress("");
    return type.Handle(request, {clock_.SteadyNow() + Milliseconds{290'000}, delivered == Delivered::kFirst, progress});
  }

  std::unique_ptr<provider::ResourceType> type_;
};

class IntegrationTest : public ManagedTest {
 protected:
  std::unique_ptr<provider::ResourceType> MakeType() override {
    return std::make_unique<provider::IntegrationResource>(Parts());
  }

  static json::Object Crm(const std::string& name = "CRM") {
    return {{"IntegrationType", "custom-rest-actions"}, {"Name", name}, {"Notes", "of the desk"}};
  }
  static bool IsPost(const http::Request& r) { return r.method == "POST" && r.target == kIntegrations; }
  static bool IsConfig(const http::Request& r) { return r.method == "PUT" && r.target.ends_with("/config/current"); }

  // Those that the test's resource made: the organisation has some of its own.
  std::vector<std::string> Made() {
    std::vector<std::string> ids;
    const json::Value list = Ask("GET", Concat(kIntegrations, "?pageSize=100"));
    for (const json::Value& entity : *list.Find("entities")->AsArray()) {
      const std::string tagged = Concat(*entity.FindString("name"), *entity.FindString("notes"));
      if (tagged.find("[genesys-cfn ") != std::string::npos) ids.push_back(*entity.FindString("id"));
    }
    return ids;
  }
  json::Value Config(const std::string& id) { return Ask("GET", Concat(kIntegrations, "/", id, "/config/current")); }
  // Somebody changes one member of the configuration in the web page.
  void EditConfig(const std::string& id, const std::string& member, json::Value value) {
    json::Object config = *Config(id).AsObject();
    config.Set(member, std::move(value));
    Ask("PUT", Concat(kIntegrations, "/", id, "/config/current"), json::Write(config));
  }
  std::string MakeCredential(const std::string& name = "login") {
    return *Ask("POST", Concat(kIntegrations, "/credentials"),
                Concat(R"({"name":")", name,
                       R"(","type":{"name":"basicAuth"},"credentialFields":{"userName":"u","password":"p"}})"))
                .FindString("id");
  }
  std::string MakeAction(const std::string& integration) {
    json::Object body = *Properties().Find("Definition")->AsObject();
    body.Set("name", "Look up");
    body.Set("category", "CRM");
    body.Set("integrationId", integration);
    return *Ask("POST", kActions, json::Write(body)).FindString("id");
  }
};

}  // namespace genesys_cfn
