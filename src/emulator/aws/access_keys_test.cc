// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/access_keys.h"

#include <gtest/gtest.h>

namespace genesys_cfn::emulator {
namespace {

using Kind = AccessKeys::Verdict::Kind;
constexpr WallTime kNow{Milliseconds{1'767'323'045'000}};
constexpr Milliseconds kHour{3'600'000};

aws::Credentials Own() {
  return {"AKIAOWN", Secret<std::string>("secret"), std::nullopt};
}

TEST(AccessKeys, KnowsItsOwnAndTakesOthersIfToldSo) {
  const AccessKeys strict(Own());
  EXPECT_EQ(strict.Judge("AKIAOWN", "", kNow).kind, Kind::kKnown);
  EXPECT_EQ(strict.Judge("AKIAOTHER", "", kNow).kind, Kind::kUnknown);
  const AccessKeys open(Own(), AccessKeys::Others::kAccepted);
  EXPECT_EQ(open.Judge("AKIAOTHER", "", kNow).kind, Kind::kTakenUnverified);
  EXPECT_FALSE(open.Judge("AKIAOTHER", "", kNow).credentials);
  // A key that is known is verified all the same.
  EXPECT_EQ(open.Judge("AKIAOWN", "", kNow).credentials->secret_access_key.Reveal(), "secret");
}

TEST(AccessKeys, TemporaryKeysEndAndCannotBeForged) {
  SeededRandom random{1};
  const AccessKeys keys(Own());
  const aws::Credentials issued = keys.Issue({"assumed-role/deploy/me", kNow + kHour}, random);
  const std::string token = issued.session_token->Reveal();
  const auto verdict = AccessKeys(Own()).Judge(issued.access_key_id, token, kNow);  // after a restart, say
  ASSERT_EQ(verdict.kind, Kind::kKnown);
  EXPECT_EQ(verdict.credentials->secret_access_key, issued.secret_access_key);
  EXPECT_EQ(keys.FindSession(issued.access_key_id, token)->caller, "assumed-role/deploy/me");

  EXPECT_EQ(keys.Judge(issued.access_key_id, token, kNow + kHour).kind, Kind::kExpired);
  EXPECT_EQ(keys.Judge("ASIAOTHER", token, kNow).kind, Kind::kUnknown);
  EXPECT_EQ(keys.Judge(issued.access_key_id, "", kNow).kind, Kind::kUnknown);
  EXPECT_EQ(keys.Judge(issued.access_key_id, "QUJD", kNow).kind, Kind::kUnknown);
  std::string changed = token;
  changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(keys.Judge(issued.access_key_id, changed, kNow).kind, Kind::kUnknown);
  aws::Credentials other = Own();
  other.secret_access_key = Secret<std::string>("other");
  EXPECT_EQ(AccessKeys(other).Judge(issued.access_key_id, token, kNow).kind, Kind::kUnknown);
}

}  // namespace
}  // namespace genesys_cfn::emulator
