// SPDX-License-Identifier: Apache-2.0
// An emulated Genesys Cloud organisation: POST /oauth/token, the part of /api/v2/integrations that holds data actions,
// and the flows that use them (docs/fidelity.md has each behaviour with its source). Its state is in the database
// alone, so a restarted process is the same organisation; tokens stay valid. It shares no model with the provider that
// it judges.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "emulator/genesys/api_call.h"
#include "emulator/genesys/fault_script.h"
#include "emulator/genesys/oauth.h"
#include "emulator/genesys/rate_limit.h"
#include "emulator/store/database.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class GenesysOrganisation final : public http::Handler {
 public:
  // All must outlive the organisation. The tables of Schema() must exist in `database`.
  GenesysOrganisation(Database& database, const Clock& clock, Random& random, OrganisationOptions options = {});

  // The SQL of its tables, all named genesys_...
  static std::string Schema();

  // Empties all of its tables: a whole simulation can use one database in memory.
  Result<void> Reset();
  // Makes a new organisation in the place of what there is: one OAuth client with every permission, and one enabled
  // integration of each data action type, named as the platform names the type ("Web Services Data Actions").
  Result<void> Seed(const std::string& client_id, const Secret<std::string>& client_secret);

  // What an administrator does in the web page. A client's permissions limit what its tokens may do.
  Result<void> AddClient(const OAuthClient& client);
  // The new integration's id. `type` e.g. "custom-rest-actions"; names may repeat.
  Result<std::string> AddNewIntegration(std::string_view name, std::string_view type);
  // Deletes the integration and its actions; false when there is none. See deleted_integration_status.
  Result<bool> RemoveIntegration(std::string_view id);
  // The new flow's id. `type` e.g. "INBOUNDCALLFLOW"; kInvalidInput for another kind of object or an unknown action.
  Result<std::string> AddPublishedFlow(std::string_view name, std::string_view type,
                                       const std::vector<std::string>& action_ids);
  // False when there is none.
  Result<bool> RemoveFlow(std::string_view id);

  // True for the paths that this organisation answers: /oauth/token, and everything below /api/v2/ and below
  // /genesys-cfn/admin/, where an administrator's calls are that the platform has elsewhere (docs/cli.md).
  static bool Serves(std::string_view path);
  http::Response Handle(const http::Request& request) override;

  // Ways out for actions that are executed; set before the first request.
  void SetOutsideWorld(OutsideWorld outside) { outside_ = std::move(outside); }

  // Failures that wait for their requests (docs/faults.md).
  FaultScript& faults() { return faults_; }

 private:
  http::Response HandleStruck(const Fault& fault, const http::Request& request);
  // As if there were no faults.
  http::Response HandleUndisturbed(const http::Request& request, const OrganisationOptions& options);
  // `window` is set when the call was counted.
  Outcome HandleApi(const http::Request& request, Transaction& transaction, const OrganisationOptions& options,
                    const std::string& correlation_id, std::optional<RateWindow>& window,
                    std::function<Outcome()>& afterwards);

  Database& database_;
  const Clock& clock_;
  Random& random_;
  SharedOptions options_;
  FaultScript faults_;
  OutsideWorld outside_;
  AuthResponses auth_responses_;
};

}  // namespace genesys_cfn::emulator
