// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations/credentials (genesys-cloud-api.md 2.4, 3.5). What is in a credential is written and never read
// back. Errors may quote the platform's words about a body: a caller that sends secret fields masks them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/entity_calls.h"
#include "genesys/session.h"
#include "json/value.h"

namespace genesys_cfn::genesys {

// The name of the type, of a Credential or a CredentialInfo.
std::string CredentialTypeOf(const json::Object& credential);

// All but the values. The platform redacts these, and what it leaves open of them is dropped as well.
struct CredentialOutline {
  std::string name;
  std::string type;
  std::vector<std::string> fields;  // their names; those that the type requires where the credential does not say
};

// Not thread-safe.
class CredentialsClient {
 public:
  explicit CredentialsClient(Session& session) : session_(session) {}

  // POST of a Credential; the CredentialInfo. As PostEntity.
  Result<json::Object> Create(const json::Object& body, const Permit& permit);
  // The Credential without its fields; nullopt when it is gone.
  Result<std::optional<json::Object>> Get(std::string_view id);
  // What can be told of a credential; nullopt when it is gone.
  Result<std::optional<CredentialOutline>> Outline(std::string_view id);
  Result<EntityWrite> Put(std::string_view id, const json::Object& body, const Permit& permit);
  Result<bool> Delete(std::string_view id);
  // The CredentialInfos of all pages.
  Result<std::vector<json::Value>> List();
  // The CredentialTypes, in either form that the platform has answered with.
  Result<std::vector<json::Value>> Types();

 private:
  Result<std::optional<json::Object>> GetWhole(std::string_view id);

  Session& session_;
};

}  // namespace genesys_cfn::genesys
