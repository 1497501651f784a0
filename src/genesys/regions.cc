// SPDX-License-Identifier: Apache-2.0
#include "genesys/regions.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::genesys {
namespace {

struct Region {
  std::string_view name;
  std::string_view domain;
};

// genesys-cloud-api.md 1.5: the public regions.
constexpr std::array kRegions = {
    Region{"us-east-1", "mypurecloud.com"},
    Region{"us-east-2", "use2.us-gov-pure.cloud"},
    Region{"us-west-2", "usw2.pure.cloud"},
    Region{"ca-central-1", "cac1.pure.cloud"},
    Region{"mx-central-1", "mxc1.pure.cloud"},
    Region{"sa-east-1", "sae1.pure.cloud"},
    Region{"eu-west-1", "mypurecloud.ie"},
    Region{"eu-west-2", "euw2.pure.cloud"},
    Region{"eu-central-1", "mypurecloud.de"},
    Region{"eu-central-2", "euc2.pure.cloud"},
    Region{"eusc-de-east-1", "edee1.eusc-pure.cloud"},
    Region{"me-central-1", "mec1.pure.cloud"},
    Region{"ap-south-1", "aps1.pure.cloud"},
    Region{"ap-southeast-1", "apse1.pure.cloud"},
    Region{"ap-southeast-2", "mypurecloud.com.au"},
    Region{"ap-northeast-1", "mypurecloud.jp"},
    Region{"ap-northeast-2", "apne2.pure.cloud"},
    Region{"ap-northeast-3", "apne3.pure.cloud"},
};

bool IsLabel(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// Two labels or more, the last one of letters, so that neither a region name nor an IP address is one.
bool IsDomain(std::string_view text) {
  const std::vector<std::string_view> labels = Split(text, '.');
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return text.size() <= 253 && labels.size() >= 2 && std::all_of(labels.begin(), labels.end(), IsLabel) &&
         std::all_of(labels.back().begin(), labels.back().end(), is_letter);
}

std::string_view WithoutHostPrefix(std::string_view domain) {
  for (const std::string_view prefix : {"api.", "login.", "apps."}) {
    if (domain.starts_with(prefix) && IsDomain(domain.substr(prefix.size()))) return domain.substr(prefix.size());
  }
  return domain;
}

Endpoints EndpointsAt(std::string_view domain, std::string_view given) {
  return {Concat("https://api.", domain), Concat("https://login.", domain), std::string(given)};
}

Error UnknownRegion(std::string_view given) {
  std::vector<std::string> names;
  for (const Region& region : kRegions) names.emplace_back(region.name);
  const std::optional<std::string> near = Suggest(ReplaceAll(given, "_", "-"), names);
  const std::string_view shown = TruncateUtf8(given, 100);
  return {ErrorCode::kInvalidInput,
          Concat(given.empty() ? std::string("the Genesys Cloud region is empty")
                               : Concat("\"", shown, "\" is neither a Genesys Cloud region nor a domain"),
                 near ? Concat("; did you mean ", *near, "?") : std::string("."), " Use a region (", Join(names, ", "),
                 ") or the organisation's domain, for example mypurecloud.de.")};
}

}  // namespace

Result<Endpoints> EndpointsOf(std::string_view region_or_domain) {
  const std::string_view given = Trim(region_or_domain);
  const std::string word = ToLower(given);
  const std::string name = ReplaceAll(word, "_", "-");
  for (const Region& region : kRegions) {
    if (name == region.name) return EndpointsAt(region.domain, given);
  }
  if (IsDomain(word)) return EndpointsAt(WithoutHostPrefix(word), given);
  return UnknownRegion(given);
}

}  // namespace genesys_cfn::genesys
