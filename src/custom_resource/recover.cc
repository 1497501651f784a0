// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/recover.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <vector>

#include "base/encoding.h"
#include "base/text.h"
#include "http/message.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

void AppendUtf8(std::string& out, uint32_t code) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | (code >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | (code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::optional<uint32_t> FourHexDigits(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  uint32_t code = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + 4, code, 16);
  if (error != std::errc{} || end != text.data() + 4) return std::nullopt;
  return code;
}

// Appends what the escape at the start of `text` (a backslash) stands for. Its length; 0 for none that JSON knows.
size_t AppendEscape(std::string_view text, std::string& out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (text.size() < 2) return 0;
  if (const size_t at = kLetters.find(text[1]); at != std::string_view::npos) {
    out += kMeanings[at];
    return 2;
  }
  if (text[1] != 'u') return 0;
  auto code = FourHexDigits(text.substr(2));
  if (!code) return 0;
  size_t length = 6;
  if (*code >= 0xd800 && *code < 0xdc00 && text.substr(6).starts_with("\\u")) {
    const auto low = FourHexDigits(text.substr(8));
    if (!low || *low < 0xdc00 || *low > 0xdfff) return 0;
    code = 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00);
    length = 12;
  }
  if (*code >= 0xd800 && *code < 0xe000) return 0;
  AppendUtf8(out, *code);
  return length;
}

// A string literal that begins at `start`.
struct Literal {
  size_t end = 0;                   // behind the closing quote
  std::optional<std::string> text;  // absent: an escape in it is none
};
// nullopt: it is not closed.
std::optional<Literal> ReadLiteral(std::string_view event, size_t start) {
  Literal literal;
  literal.text.emplace();
  for (size_t at = start + 1; at < event.size();) {
    if (event[at] == '"') {
      literal.end = at + 1;
      return literal;
    }
    if (event[at] != '\\') {
      if (literal.text) *literal.text += event[at];
      ++at;
      continue;
    }
    const size_t length = literal.text ? AppendEscape(event.substr(at), *literal.text) : 0;
    if (length == 0) literal.text.reset();
    at += std::max<size_t>(length, 2);
  }
  return std::nullopt;
}

// A member of the outermost object that an answer can need.
struct Member {
  bool present = false;
  bool twice = false;               // with different values
  std::optional<std::string> text;  // the first one's; absent: no string
  bool null = false;
};

struct Scan {
  std::map<std::string, Member, std::less<>> members;
  bool torn = false;

  [[nodiscard]] const Member& Of(std::string_view name) const { return members.find(name)->second; }
};

constexpr std::array<std::string_view, 7> kNames = {
    "ResponseURL", "StackId", "RequestId", "LogicalResourceId", "RequestType", "ResourceType", "PhysicalResourceId"};

class Scanner {
 public:
  explicit Scanner(std::string_view event) : event_(event) {
    for (const std::string_view name : kNames) scan_.members[std::string(name)];
  }

  Scan Run() {
    for (at_ = 0; at_ < event_.size() && !scan_.torn;) {
      const char c = event_[at_];
      if (c == '"') {
        ReadString();
        continue;
      }
      if (c == '{' || c == '[') open_ += c;
      if (c == '}' || c == ']') {
        const char opening = c == '}' ? '{' : '[';
        if (open_.empty() || open_.back() != opening) scan_.torn = true;
        if (!open_.empty()) open_.pop_back();
      }
      ++at_;
    }
    scan_.torn = scan_.torn || !open_.empty();
    return std::move(scan_);
  }

 private:
  void SkipBlanks() { at_ = std::min(event_.find_first_not_of(kBlanks, at_), event_.size()); }
  [[nodiscard]] bool InOutermostObject() const {
    return !open_.empty() && open_.back() == '{' && std::count(open_.begin(), open_.end(), '{') == 1;
  }

  // A string that is a name is read together with its value when that is a string too.
  void ReadString() {
    const auto name = ReadLiteral(event_, at_);
    if (!name) {
      scan_.torn = true;
      return;
    }
    at_ = name->end;
    SkipBlanks();
    if (at_ == event_.size() || event_[at_] != ':') return;
    ++at_;
    SkipBlanks();
    const auto member = name->text && InOutermostObject() ? scan_.members.find(*name->text) : scan_.members.end();
    if (at_ == event_.size() || event_[at_] != '"') {
      if (member != scan_.members.end()) Note(member->second, std::nullopt);
      return;
    }
    const auto value = ReadLiteral(event_, at_);
    if (!value) {
      scan_.torn = true;
      return;
    }
    at_ = value->end;
    if (member != scan_.members.end()) Note(member->second, value->text);
  }

  void Note(Member& member, const std::optional<std::string>& text) {
    const bool null = !text && event_.substr(at_).starts_with("null");
    member.twice = member.twice || (member.present && (member.text != text || member.null != null));
    if (member.present) return;
    member.present = true;
    member.text = text;
    member.null = null;
  }

  std::string_view event_;
  size_t at_ = 0;
  std::string open_;  // the brackets that are open
  Scan scan_;
};

std::string TextOr(const Member& member, const std::string& otherwise) {
  const bool usable = member.text && !member.text->empty() && !member.twice && IsValidUtf8(*member.text);
  return usable ? *member.text : otherwise;
}

std::optional<RequestType> TypeOf(const Member& member) {
  for (const RequestType type : {RequestType::kCreate, RequestType::kUpdate, RequestType::kDelete}) {
    if (!member.twice && member.text == ToString(type)) return type;
  }
  return std::nullopt;
}

}  // namespace

std::optional<ResponseKey> KeyOfResponseUrl(std::string_view url) {
  const auto split = http::ParseUrl(url);
  if (!split) return std::nullopt;
  const std::optional<std::string> path = PercentDecode(http::PathOf(split->target));
  if (!path) return std::nullopt;
  // Behind the bucket, where that is part of the path.
  const size_t start = path->find("/arn:");
  if (start == std::string::npos) return std::nullopt;
  const std::vector<std::string_view> parts = Split(std::string_view(*path).substr(start + 1), '|');
  const bool complete = parts.size() == 3 && !ParseStackId(parts[0]).stack_name.empty() && !parts[1].empty() &&
                        !parts[2].empty() && IsValidUtf8(*path);
  if (!complete) return std::nullopt;
  return ResponseKey{std::string(parts[0]), std::string(parts[1]), std::string(parts[2])};
}

Result<RecoveredEvent> RecoverEvent(std::string_view event) {
  Scan scan = Scanner(event).Run();
  // An event that was encoded twice is a string.
  const size_t start = std::min(event.find_first_not_of(kBlanks), event.size());
  if (!scan.Of("ResponseURL").text && event.substr(start).starts_with('"')) {
    const auto literal = ReadLiteral(event, start);
    if (literal && literal->text) scan = Scanner(*literal->text).Run();
  }
  const Member& url = scan.Of("ResponseURL");
  if (!url.text || url.text->empty()) {
    return Error{ErrorCode::kInvalidInput, "the event has no response URL that can be read, so nobody can be answered"};
  }
  RecoveredEvent recovered;
  recovered.address.response_url = Secret<std::string>(*url.text);
  const ResponseKey key = KeyOfResponseUrl(*url.text).value_or(ResponseKey{});
  recovered.address.stack_id = TextOr(scan.Of("StackId"), key.stack_id);
  recovered.address.logical_id = TextOr(scan.Of("LogicalResourceId"), key.logical_id);
  recovered.address.request_id = TextOr(scan.Of("RequestId"), key.request_id);
  if (recovered.address.stack_id.empty() || recovered.address.logical_id.empty() ||
      recovered.address.request_id.empty()) {
    return Error{
        ErrorCode::kInvalidInput,
        "StackId, LogicalResourceId or RequestId is neither in the event nor in its response URL, so an answer "
        "could not be matched"};
  }
  recovered.type = TypeOf(scan.Of("RequestType"));
  recovered.resource_type = TextOr(scan.Of("ResourceType"), "");
  const Member& id = scan.Of("PhysicalResourceId");
  const bool is_text = id.text && !id.twice && IsValidUtf8(*id.text);
  if (is_text) recovered.address.physical_id = *id.text;
  const bool is_absent = !scan.torn && (!id.present || id.null) && !id.twice;
  recovered.physical_id_known = is_text || is_absent || recovered.type == RequestType::kCreate;
  recovered.whole = !scan.torn && std::none_of(scan.members.begin(), scan.members.end(),
                                               [](const auto& member) { return member.second.twice; });
  recovered.requested_at = RequestedAt(recovered.address.response_url);
  return recovered;
}

}  // namespace genesys_cfn::custom_resource
