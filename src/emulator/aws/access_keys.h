// SPDX-License-Identifier: Apache-2.0
// The access keys that the local cloud knows: its own one, and the temporary keys that it gave out (STS AssumeRole).
// Nothing of a temporary key is stored: the session token says who it is for and until when, and the secret follows
// from it, so such a key is good after a restart too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"

namespace genesys_cfn::emulator {

class AccessKeys {
 public:
  // What becomes of a key that is not known: a local cloud without configured keys takes any, and cannot verify it.
  enum class Others { kAccepted, kRefused };

  // NOLINTNEXTLINE(google-explicit-constructor): one key, and no other
  AccessKeys(aws::Credentials own, Others others = Others::kRefused) : own_(std::move(own)), others_(others) {}

  struct Session {
    std::string caller;  // "assumed-role/deploy/me"
    WallTime expiry;
  };
  // Session credentials for `session.caller`, which must not hold a line end.
  [[nodiscard]] aws::Credentials Issue(const Session& session, Random& random) const;
  // The session behind a token of Issue, whether it has expired or not; nullopt for any other text.
  [[nodiscard]] std::optional<Session> FindSession(std::string_view access_key_id, std::string_view token) const;

  struct Verdict {
    enum class Kind { kKnown, kTakenUnverified, kUnknown, kExpired };
    Kind kind = Kind::kUnknown;
    std::optional<aws::Credentials> credentials;  // of a known key: its signature is to be verified with these
  };
  [[nodiscard]] Verdict Judge(std::string_view access_key_id, std::string_view token, WallTime now) const;

  [[nodiscard]] bool accepts_others() const { return others_ == Others::kAccepted; }

 private:
  [[nodiscard]] aws::Credentials SessionCredentials(std::string_view access_key_id, std::string_view token) const;

  aws::Credentials own_;
  Others others_;
};

}  // namespace genesys_cfn::emulator
