// SPDX-License-Identifier: Apache-2.0
// What the tests of a client of the API begin with: a session whose first call is that for a token, which is granted.
#pragma once

#include <gtest/gtest.h>

#include "base/log.h"
#include "base/random.h"
#include "genesys/session.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::genesys {

class ClientTest : public testing::Test {
 protected:
  ClientTest() { client.ThenRespond(200, R"({"access_token":"t","expires_in":86400})"); }

  ScriptedClient client;
  FakeClock clock{WallTime(Milliseconds{1'767'323'045'000})};
  SeededRandom random{1};
  NullLogger logger;
  TokenSource tokens{client, clock, random, "https://login.l"};
  Session session{{client, clock, random, logger, tokens},
                  "https://api.a",
                  [](Session::Refresh) {
                    return ClientCredentials{"id", Secret<std::string>("secret")};
                  },
                  clock.SteadyNow() + Milliseconds{60'000}};
};

}  // namespace genesys_cfn::genesys
