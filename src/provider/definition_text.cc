// SPDX-License-Identifier: Apache-2.0
#include "provider/definition_text.h"

#include <algorithm>

#include "aws/sigv4.h"
#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::provider {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

// What the text is, when it is not UTF-8; "" when it is.
std::string_view OtherEncoding(std::string_view text) {
  if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
  if (text.starts_with("\xFF\xFE"sv) || text.starts_with("\xFE\xFF"sv)) return "UTF-16";
  if (text.starts_with("\x1F\x8B"sv)) return "compressed with gzip";
  if (text.substr(0, 4).find('\0') != std::string_view::npos) return "UTF-16 or UTF-32";
  return IsValidUtf8(text) ? "" : "in another encoding (Latin-1?)";
}

Error Wrong(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

}  // namespace

bool DigestMatches(const DefinitionReference& reference, std::string_view text) {
  return !reference.digest || *reference.digest == aws::Sha256Hex(text);
}

Result<json::Value> ParseDefinitionText(const DefinitionReference& reference, std::string_view text) {
  if (text.starts_with(kUtf8Mark)) text.remove_prefix(kUtf8Mark.size());
  if (Trim(text).empty()) return Wrong("the text is empty");
  if (const std::string_view other = OtherEncoding(text); !other.empty()) {
    return Wrong(Concat("the text must be UTF-8; it is ", other, ": store it again as UTF-8"));
  }
  auto document = json::Parse(text);
  if (!document) {
    const std::string& reason = document.error().message;
    return Wrong(Concat("the text is not JSON: ",
                        IsConfidential(reference) ? std::string_view(reason).substr(0, reason.find(": ")) : reason));
  }
  if (!document->is_object()) {
    return Wrong(Concat("the text must be one JSON object, the definition, not a JSON ", json::TypeName(*document)));
  }
  return document;
}

}  // namespace genesys_cfn::provider
