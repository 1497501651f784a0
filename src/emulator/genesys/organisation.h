// SPDX-License-Identifier: Apache-2.0
// An emulated Genesys Cloud organisation: POST /oauth/token and the part of /api/v2/integrations that holds data
// actions (docs/fidelity.md has each behaviour with its source). Its state is in the database alone, so a restarted
// process is the same organisation; tokens stay valid. It shares no model with the provider that it judges.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "emulator/genesys/api_call.h"
#include "emulator/genesys/oauth.h"
#include "emulator/store/database.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class GenesysOrganisation final : public http::Handler {
 public:
  // All must outlive the organisation. The tables of Schema() must exist in `database`.
  GenesysOrganisation(Database& database, const Clock& clock, Random& random, OrganisationOptions options = {});

  // The SQL of its tables, all named genesys_...
  static std::string Schema();

  // Makes a new organisation: one OAuth client with every permission, and one enabled integration of each data action
  // type, named as the platform names the type ("Web Services Data Actions"). Called when the database is new; what a
  // broken-off call left is replaced.
  Result<void> Seed(const std::string& client_id, const Secret<std::string>& client_secret);

  // What an administrator does in the web page. A client's permissions limit what its tokens may do.
  Result<void> AddClient(const OAuthClient& client);
  // The new integration's id. `type` e.g. "custom-rest-actions"; names may repeat.
  Result<std::string> AddNewIntegration(std::string_view name, std::string_view type);
  // Deletes the integration and its actions; false when there is none.
  Result<bool> RemoveIntegration(std::string_view id);

  // True for the paths that this organisation answers: /oauth/token and everything below /api/v2/.
  static bool Serves(std::string_view path);
  http::Response Handle(const http::Request& request) override;

 private:
  Outcome HandleApi(const http::Request& request, Transaction& transaction);

  Database& database_;
  const Clock& clock_;
  Random& random_;
  OrganisationOptions options_;
};

}  // namespace genesys_cfn::emulator
