// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/access_keys.h"

#include "aws/digest.h"
#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kKeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr size_t kSecretLength = 40;
constexpr size_t kMacBytes = 32;

std::string PayloadOf(std::string_view access_key_id, const AccessKeys::Session& session) {
  return Concat(access_key_id, '\n', ToEpochMilliseconds(session.expiry), '\n', session.caller);
}

}  // namespace

aws::Credentials AccessKeys::Issue(const Session& session, Random& random) const {
  const std::string id = Concat("ASIA", RandomText(random, kKeyAlphabet, 16));
  const std::string payload = PayloadOf(id, session);
  const std::string mac = aws::HmacSha256(own_.secret_access_key.Reveal(), Concat("session token\n", payload));
  return SessionCredentials(id, Base64Encode(mac + payload));
}

aws::Credentials AccessKeys::SessionCredentials(std::string_view access_key_id, std::string_view token) const {
  const std::string secret = aws::HmacSha256(own_.secret_access_key.Reveal(), Concat("session secret\n", token));
  return {std::string(access_key_id), Secret<std::string>(Base64Encode(secret).substr(0, kSecretLength)),
          Secret<std::string>(std::string(token))};
}

std::optional<AccessKeys::Session> AccessKeys::FindSession(std::string_view access_key_id,
                                                           std::string_view token) const {
  const auto decoded = Base64Decode(token);
  if (!decoded || decoded->size() < kMacBytes) return std::nullopt;
  const std::string_view payload = std::string_view(*decoded).substr(kMacBytes);
  const std::string mac = aws::HmacSha256(own_.secret_access_key.Reveal(), Concat("session token\n", payload));
  if (!aws::ConstantTimeEqual(mac, std::string_view(*decoded).substr(0, kMacBytes))) return std::nullopt;
  const auto parts = Split(payload, '\n');
  const auto expiry = parts.size() == 3 ? ParseInteger<int64_t>(parts[1]) : std::nullopt;
  if (!expiry || parts[0] != access_key_id) return std::nullopt;
  return Session{std::string(parts[2]), FromEpochMilliseconds(*expiry)};
}

AccessKeys::Verdict AccessKeys::Judge(std::string_view access_key_id, std::string_view token, WallTime now) const {
  using Kind = Verdict::Kind;
  if (access_key_id == own_.access_key_id) {
    if (own_.session_token && !aws::ConstantTimeEqual(own_.session_token->Reveal(), token)) return {Kind::kUnknown, {}};
    return {Kind::kKnown, own_};
  }
  if (const auto session = FindSession(access_key_id, token)) {
    if (session->expiry <= now) return {Kind::kExpired, {}};
    return {Kind::kKnown, SessionCredentials(access_key_id, token)};
  }
  return {accepts_others() ? Kind::kTakenUnverified : Kind::kUnknown, {}};
}

}  // namespace genesys_cfn::emulator
