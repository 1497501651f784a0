// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/physical_id.h"

#include <vector>

#include "base/encoding.h"
#include "base/text.h"
#include "custom_resource/answer.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr std::string_view kNothing = "genesys-cfn:nothing:";
constexpr std::string_view kUnknown = "genesys-cfn:unknown:";
constexpr size_t kMaxDigestBytes = 64;

// A digest is hexadecimal; whatever else comes is made harmless for the separators around it.
std::string EncodeDigest(std::string_view digest) {
  return ReplaceAll(PercentEncode(digest.substr(0, kMaxDigestBytes)), ".", "%2E");
}

// The encoding of as much of the name, in whole characters, as fits.
std::string EncodeName(std::string_view name, size_t bytes) {
  std::string encoded = PercentEncode(name);
  if (encoded.size() <= bytes) return encoded;
  size_t kept = 0;
  for (size_t used = 0; kept < name.size(); ++kept) {
    used += PercentEncode(name.substr(kept, 1)).size();
    if (used > bytes) break;
  }
  return PercentEncode(TruncateUtf8(name, kept));
}

std::optional<Marker> Decode(std::string_view physical_id) {
  Marker marker;
  if (physical_id.starts_with(kNothing)) {
    const std::optional<std::string> request = PercentDecode(physical_id.substr(kNothing.size()));
    if (!request) return std::nullopt;
    marker.request = *request;
    return marker;
  }
  if (!physical_id.starts_with(kUnknown)) return std::nullopt;
  const std::vector<std::string_view> parts = Split(physical_id.substr(kUnknown.size()), ':');
  if (parts.size() != 2) return std::nullopt;
  const std::vector<std::string_view> digests = Split(parts[0], '.');
  if (digests.size() != 2) return std::nullopt;
  const std::optional<std::string> owner = PercentDecode(digests[0]);
  const std::optional<std::string> request = PercentDecode(digests[1]);
  const std::optional<std::string> name = PercentDecode(parts[1]);
  if (!owner || !request || !name) return std::nullopt;
  return Marker{MarkerKind::kUnknown, *owner, *request, *name};
}

}  // namespace

std::string FormatMarker(const Marker& marker) {
  if (marker.kind == MarkerKind::kNothing) return Concat(kNothing, EncodeDigest(marker.request));
  std::string text = Concat(kUnknown, EncodeDigest(marker.owner), ".", EncodeDigest(marker.request), ":");
  text += EncodeName(marker.name, kMaxPhysicalIdBytes - text.size());
  return text;
}

std::optional<Marker> ParseMarker(std::string_view physical_id) {
  std::optional<Marker> marker = Decode(physical_id);
  // Only what FormatMarker writes is a marker: there is one spelling of each.
  if (!marker || FormatMarker(*marker) != physical_id) return std::nullopt;
  return marker;
}

}  // namespace genesys_cfn::custom_resource
