// SPDX-License-Identifier: Apache-2.0
#include "definition/literal_credentials.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/text.h"
#include "definition/template_text.h"

namespace genesys_cfn::definition {
namespace {

constexpr size_t kShortest = 4;
constexpr size_t kShortestPart = 6;    // beside an expression
constexpr size_t kShortestGuess = 16;  // of a value whose name says little
constexpr size_t kLongestGuess = 500;
constexpr size_t kLongestName = 100;
constexpr size_t kNowhere = std::string_view::npos;
constexpr std::string_view kBlanks = " \t\r\n";

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool IsNameByte(char c) {
  return IsLetter(c) || IsDigit(c) || c == '_' || c == '-' || c == '.';
}

template <size_t kSize>
bool IsOneOf(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "x-acmeAPIKey" -> "x", "acme", "api", "key"
std::vector<std::string> WordsOf(std::string_view name) {
  std::vector<std::string> words;
  bool starts = true;
  for (size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    const auto is_upper = [&](size_t i) { return i < name.size() && name[i] >= 'A' && name[i] <= 'Z'; };
    if (!IsLetter(c) && !IsDigit(c)) {
      starts = true;
      continue;
    }
    const bool ends_capitals = at > 0 && is_upper(at) && is_upper(at - 1) && at + 1 < name.size() &&
                               IsLetter(name[at + 1]) && !is_upper(at + 1);
    const bool is_hump = at > 0 && is_upper(at) && (!is_upper(at - 1) || ends_capitals);
    if (starts || is_hump) words.emplace_back();
    starts = false;
    words.back() += ToLower(name.substr(at, 1));
  }
  return words;
}

// A value of their own says nothing: only a long one that looks random is taken for a credential, and only in a query.
bool IsVagueName(std::string_view name) {
  constexpr auto kNames = std::to_array<std::string_view>({"key", "code", "sig", "signature", "auth"});
  return IsOneOf(ToLower(name), kNames);
}

bool LooksRandom(std::string_view value) {
  return std::any_of(value.begin(), value.end(), IsDigit) && std::any_of(value.begin(), value.end(), IsLetter);
}

bool IsPlaceholder(std::string_view value) {
  const auto is_wrapped = [&](char open, char close) { return value.front() == open && value.back() == close; };
  const auto holds = [&](std::string_view open, std::string_view close) {
    const size_t at = value.find(open);
    return at != kNowhere && value.find(close, at) != kNowhere;
  };
  return is_wrapped('<', '>') || is_wrapped('{', '}') || is_wrapped('[', ']') || holds("{{", "}}") ||
         holds("@{", "}") || value.starts_with("***") ||
         (value.size() > 2 && value.find_first_not_of(value.front()) == kNowhere);
}

bool IsLiteral(std::string_view value, size_t shortest) {
  constexpr auto kNoSecrets = std::to_array<std::string_view>({"true", "false", "null", "none", "undefined"});
  if (value.size() < shortest || IsPlaceholder(value)) return false;
  return !IsOneOf(ToLower(value), kNoSecrets);
}

// Behind "Bearer " and its like.
size_t SchemeLength(std::string_view value) {
  constexpr auto kSchemes = std::to_array<std::string_view>(
      {"basic", "bearer", "token", "apikey", "api-key", "key", "oauth", "jwt", "digest", "geniekey", "ssws", "splunk"});
  const size_t blank = value.find(' ');
  if (blank == kNowhere || !IsOneOf(ToLower(value.substr(0, blank)), kSchemes)) return 0;
  return std::min(value.find_first_not_of(' ', blank), value.size());
}

// The quote that a value or a name stands in: `"` or `'`, behind `backslashes` when JSON stands inside of a string.
struct Quote {
  char sign = 0;
  size_t backslashes = 0;
};

class Finder {
 public:
  explicit Finder(std::string_view text) : text_(text), template_(text) {}

  void AddValue(std::string_view name, size_t begin, size_t end, size_t shortest = kShortest) {
    begin += SchemeLength(text_.substr(begin, end - begin));
    if (begin >= end) return;
    const size_t first = template_.FindExpression(begin, end);
    if (first >= end) {
      if (IsLiteral(text_.substr(begin, end - begin), shortest)) Add(name, begin, end);
      return;
    }
    for (size_t at = begin, next = first; at < end; next = template_.FindExpression(at, end)) {
      const std::string_view part = text_.substr(at, next - at);
      const bool is_one_word = part.find_first_of(kBlanks) == kNowhere;
      if (is_one_word && IsLiteral(part, kShortestPart) && LooksRandom(part)) Add(name, at, next);
      at = next >= end ? end : std::min(template_.EndOfExpression(next), end);
    }
  }

  void Find() {
    for (size_t at = 0; at < text_.size(); at = std::max(at + 1, judged_)) {
      switch (text_[at]) {
        case '=':
          FindParameter(at);
          break;
        case ':':
          for (const std::string_view slashes : {"://", ":\\/\\/"}) {  // as JSON may write them
            if (text_.substr(at).starts_with(slashes)) FindUserInformation(at + slashes.size());
          }
          FindMember(at);
          break;
        case '<':
          FindElement(at);
          break;
        default:
          break;
      }
    }
  }

  std::vector<LiteralCredential> Take() {
    std::sort(found_.begin(), found_.end(),
              [](const auto& a, const auto& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
    std::vector<LiteralCredential> apart;
    for (const LiteralCredential& one : found_) {
      if (!apart.empty() && one.begin < apart.back().end) {
        apart.back().end = std::max(apart.back().end, one.end);
      } else {
        apart.push_back(one);
      }
    }
    return apart;
  }

 private:
  void Add(std::string_view name, size_t begin, size_t end) {
    found_.push_back({begin, end, name});
    judged_ = end;
  }

  // What is within such a value is not looked at again: the time would grow with the square of the text.
  void AddUnquoted(std::string_view name, size_t begin, size_t end) {
    AddValue(name, begin, end);
    judged_ = std::max(judged_, end);
  }

  [[nodiscard]] size_t BackslashesBefore(size_t at) const {
    size_t count = 0;
    while (count < at && text_[at - count - 1] == '\\') ++count;
    return count;
  }

  // The quote at `at`, or behind the backslashes there.
  [[nodiscard]] std::optional<Quote> QuoteAt(size_t at) const {
    const size_t sign = text_.find_first_not_of('\\', at);
    if (sign == kNowhere || (text_[sign] != '"' && text_[sign] != '\'')) return std::nullopt;
    return Quote{text_[sign], sign - at};
  }

  // Where the quoted text ends that begins at `at`: before the backslashes of its closing quote.
  [[nodiscard]] size_t EndOfQuoted(size_t at, Quote quote) const {
    const size_t begin = at;
    while (at < text_.size() && text_[at] != '\n') {
      const size_t past = template_.EndOfExpression(at);
      if (past > at) {
        at = past;
        continue;
      }
      if (text_[at] == quote.sign) {
        const size_t backslashes = std::min(BackslashesBefore(at), at - begin);
        if (backslashes % (2 * (quote.backslashes + 1)) == quote.backslashes) return at - quote.backslashes;
      }
      ++at;
    }
    return at;
  }

  [[nodiscard]] size_t EndOfUnquoted(size_t at, std::string_view ends) const {
    while (at < text_.size()) {
      const size_t past = template_.EndOfExpression(at);
      if (past == at && ends.find(text_[at]) != kNowhere) break;
      at = std::max(past, at + 1);
    }
    return at;
  }

  // The name that ends before `end`.
  [[nodiscard]] std::string_view NameBefore(size_t end) const {
    size_t begin = end;
    while (begin > 0 && end - begin < kLongestName && IsNameByte(text_[begin - 1])) --begin;
    return text_.substr(begin, end - begin);
  }

  // name=value in a query or a form, name="value" in XML and Velocity.
  void FindParameter(size_t sign) {
    constexpr std::string_view kOperators = "=!<>~";
    const auto is_operator = [&](size_t at) { return at < text_.size() && kOperators.find(text_[at]) != kNowhere; };
    if ((sign > 0 && is_operator(sign - 1)) || (sign + 1 < text_.size() && text_[sign + 1] == '=')) return;
    size_t end = sign;
    while (end > 0 && std::string_view(" \t\"'\\]").find(text_[end - 1]) != kNowhere) --end;
    const std::string_view name = NameBefore(end);
    const bool is_vague = IsVagueName(name);
    if (!is_vague && !IsCredentialName(name)) return;
    const size_t begin = text_.find_first_not_of(" \t", sign + 1);
    if (begin == kNowhere) return;
    if (const auto quote = QuoteAt(begin)) {
      const size_t inner = begin + quote->backslashes + 1;
      if (!is_vague) AddValue(name, inner, EndOfQuoted(inner, *quote));
      return;
    }
    constexpr std::string_view kEnds = "&\" \t\r\n<\\";
    if (!is_vague) return AddUnquoted(name, begin, EndOfUnquoted(begin, kEnds));
    const std::string_view rest = text_.substr(begin, kLongestGuess);
    const std::string_view value = rest.substr(0, rest.find_first_of(kEnds));
    if (LooksRandom(value)) AddValue(name, begin, begin + value.size(), kShortestGuess);
  }

  // "name": "value"
  void FindMember(size_t colon) {
    const size_t last = colon == 0 ? kNowhere : text_.find_last_not_of(kBlanks, colon - 1);
    if (last == kNowhere || (text_[last] != '"' && text_[last] != '\'')) return;
    const std::string_view name = NameBefore(last - BackslashesBefore(last));
    if (!IsCredentialName(name)) return;
    const size_t begin = text_.find_first_not_of(kBlanks, colon + 1);
    if (begin == kNowhere || text_[begin] == '{' || text_[begin] == '[') return;
    if (const auto quote = QuoteAt(begin)) {
      const size_t inner = begin + quote->backslashes + 1;
      return AddValue(name, inner, EndOfQuoted(inner, *quote));
    }
    AddUnquoted(name, begin, EndOfUnquoted(begin, ",}] \t\r\n"));
  }

  // <name>value</name>
  void FindElement(size_t open) {
    size_t end = open + 1;
    while (end < text_.size() && (IsNameByte(text_[end]) || text_[end] == ':')) ++end;
    std::string_view name = text_.substr(open + 1, end - open - 1);
    name.remove_prefix(name.rfind(':') + 1);  // npos + 1 is 0
    if (!IsCredentialName(name)) return;
    size_t begin = text_.find('>', end);
    if (begin == kNowhere || text_[begin - 1] == '/') return;
    ++begin;
    constexpr std::string_view kCharacters = "<![CDATA[";
    if (text_.substr(begin).starts_with(kCharacters)) {
      begin += kCharacters.size();
      return AddValue(name, begin, std::min(text_.find("]]>", begin), text_.size()));
    }
    end = EndOfUnquoted(begin, "<");
    if (text_.substr(end).starts_with("</")) AddValue(name, begin, end);
  }

  // https://user:password@host, or https://key@host
  void FindUserInformation(size_t begin) {
    const size_t end = EndOfUnquoted(begin, "/?# \t\r\n\"\\");
    size_t at_sign = kNowhere;
    size_t colon = kNowhere;
    for (size_t at = begin; at < end; at = std::max(template_.EndOfExpression(at), at + 1)) {
      if (template_.EndOfExpression(at) > at) continue;
      if (text_[at] == '@') at_sign = at;
      if (text_[at] == ':' && colon == kNowhere) colon = at;
    }
    if (at_sign == kNowhere) return;
    if (colon < at_sign && colon + 1 < at_sign) return AddValue("", colon + 1, at_sign, 1);
    const size_t user_end = std::min(colon, at_sign);
    if (LooksRandom(text_.substr(begin, user_end - begin))) AddValue("", begin, user_end, kShortestGuess);
  }

  std::string_view text_;
  TemplateText template_;
  std::vector<LiteralCredential> found_;
  size_t judged_ = 0;  // the text before it
};

}  // namespace

bool IsCredentialName(std::string_view name) {
  constexpr auto kEndings = std::to_array<std::string_view>(
      {"password",     "passwd",       "passphrase",    "apikey",          "apitoken",     "clientsecret",
       "secretkey",    "privatekey",   "accesskey",     "accesstoken",     "authtoken",    "bearertoken",
       "refreshtoken", "sessiontoken", "securitytoken", "subscriptionkey", "functionskey", "authkey",
       "signingkey",   "sharedkey",    "accountkey",    "masterkey",       "encryptionkey"});
  constexpr auto kLastWords = std::to_array<std::string_view>(
      {"secret", "token", "pwd", "pass", "authorization", "credential", "credentials", "jwt"});
  // Tokens that lead through a list.
  constexpr auto kPlaces =
      std::to_array<std::string_view>({"page", "paging", "pagination", "next", "previous", "prev", "continuation",
                                       "sync", "delta", "cursor", "resume", "start", "marker", "max"});
  const std::vector<std::string> words = WordsOf(name);
  if (words.empty()) return false;
  std::string plain;
  for (const std::string& word : words) plain += word;
  if (std::any_of(kEndings.begin(), kEndings.end(), [&](auto ending) { return plain.ends_with(ending); })) return true;
  if (!IsOneOf(words.back(), kLastWords)) return false;
  return words.back() != "token" || words.size() < 2 || !IsOneOf(words[words.size() - 2], kPlaces);
}

std::vector<LiteralCredential> FindLiteralCredentials(std::string_view text) {
  Finder finder(text);
  finder.Find();
  return finder.Take();
}

std::vector<LiteralCredential> FindLiteralCredentials(std::string_view name, std::string_view value) {
  Finder finder(value);
  if (IsCredentialName(name)) finder.AddValue(name, 0, value.size());
  finder.Find();
  return finder.Take();
}

}  // namespace genesys_cfn::definition
