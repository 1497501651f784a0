// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/fault.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kLongestMilliseconds = 3'600'000;
constexpr int64_t kMostTimes = 1'000'000'000;
constexpr std::array<std::pair<FaultKind, std::string_view>, 7> kKinds = {{{FaultKind::kStatus, "status"},
                                                                           {FaultKind::kDelay, "delay"},
                                                                           {FaultKind::kHang, "hang"},
                                                                           {FaultKind::kReset, "reset"},
                                                                           {FaultKind::kTorn, "torn"},
                                                                           {FaultKind::kExpiredToken, "expired-token"},
                                                                           {FaultKind::kStaleRead, "stale-read"}}};

std::string_view NameOf(FaultKind kind) {
  for (const auto& [entry, name] : kKinds) {
    if (entry == kind) return name;
  }
  return "";
}

std::string_view CodeOf(int status) {
  switch (status) {
    case 400:
      return "bad.request";
    case 401:
      return "bad.credentials";
    case 403:
      return "not.authorized";
    case 404:
      return "not.found";
    case 409:
      return "general.conflict";
    case 429:
      return "too.many.requests";
    case 503:
      return "service.unavailable";
    case 408:
    case 504:
      return "request.timeout";
    default:
      return "internal.server.error";
  }
}

// Reads members in turn, and keeps the first mistake.
class Reader {
 public:
  explicit Reader(const json::Object& form) : form_(form) {}

  void Text(const char* member, std::string& out) {
    const json::Value* const value = Take(member);
    if (value == nullptr) return;
    if (!value->is_string()) return Refuse(member, Concat("must be a string, not ", TypeName(*value)));
    out = *value->AsString();
  }
  void Number(const char* member, int64_t smallest, int64_t largest, int64_t& out) {
    const json::Value* const value = Take(member);
    if (value == nullptr) return;
    const auto number = value->AsInteger();
    if (!number || *number < smallest || *number > largest) {
      return Refuse(member, Concat("must be an integer from ", smallest, " to ", largest));
    }
    out = *number;
  }
  void Duration(const char* member, Milliseconds& out) {
    int64_t number = out.count();
    Number(member, 0, kLongestMilliseconds, number);
    out = Milliseconds{number};
  }
  const json::Value* Take(const char* member) {
    known_.emplace_back(member);
    return form_.Find(member);
  }
  [[nodiscard]] bool Has(std::string_view member) const { return form_.Contains(member); }
  void Refuse(std::string member, std::string message) {
    if (!mistake_) mistake_ = FaultMistake{std::move(member), std::move(message)};
  }
  // After all members were taken.
  void RefuseOthers() {
    for (const auto& [name, value] : form_) {
      if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
      const auto meant = Suggest(name, known_);
      Refuse(name, Concat("is no part of a fault", meant ? Concat("; did you mean ", *meant, "?") : std::string()));
    }
  }
  [[nodiscard]] const std::optional<FaultMistake>& mistake() const { return mistake_; }

 private:
  const json::Object& form_;
  std::vector<std::string> known_;
  std::optional<FaultMistake> mistake_;
};

void ReadKind(Reader& reader, Fault& fault) {
  std::string word;
  reader.Text("do", word);
  const auto* const found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& entry) { return entry.second == word; });
  if (found != kKinds.end()) {
    fault.kind = found->first;
    return;
  }
  std::vector<std::string> names;
  for (const auto& entry : kKinds) names.emplace_back(entry.second);
  reader.Refuse("do", Concat(word.empty() ? "is required" : "is unknown", ": it is one of ", Join(names, ", ")));
}

void ReadEffect(Reader& reader, Fault& fault) {
  std::string word;
  reader.Text("effect", word);
  const bool can_choose =
      fault.kind == FaultKind::kStatus || fault.kind == FaultKind::kHang || fault.kind == FaultKind::kReset;
  if (word.empty()) return;
  if (!can_choose) return reader.Refuse("effect", Concat("has no meaning for ", NameOf(fault.kind)));
  if (word != "none" && word != "done") return reader.Refuse("effect", "must be none or done");
  fault.effect = word == "done" ? FaultEffect::kDone : FaultEffect::kNone;
}

void ReadStatus(Reader& reader, Fault& fault) {
  int64_t status = 0;
  reader.Number("status", 400, 599, status);
  fault.status = static_cast<int>(status);
  reader.Text("code", fault.code);
  reader.Text("message", fault.message);
  if (reader.Take("body") != nullptr) reader.Text("body", fault.body.emplace());
  if (reader.Take("retryAfterSeconds") != nullptr) {
    reader.Number("retryAfterSeconds", 0, 86'400, fault.retry_after_seconds.emplace());
  }
  if (fault.kind == FaultKind::kStatus) {
    if (status == 0) reader.Refuse("status", "is required");
    if (fault.code.empty()) fault.code = CodeOf(fault.status);
    if (fault.message.empty()) fault.message = "This failure was scripted.";
    return;
  }
  for (const char* const member : {"status", "code", "message", "body", "retryAfterSeconds"}) {
    if (reader.Has(member)) reader.Refuse(member, Concat("has no meaning for ", NameOf(fault.kind)));
  }
}

void ReadAction(Reader& reader, Fault& fault) {
  ReadKind(reader, fault);
  ReadEffect(reader, fault);
  ReadStatus(reader, fault);
  reader.Duration("delayMilliseconds", fault.delay);
  reader.Duration("ageMilliseconds", fault.age);
  if (fault.kind == FaultKind::kDelay && fault.delay == Milliseconds{0}) {
    reader.Refuse("delayMilliseconds", "is required, above 0");
  }
  if (fault.kind == FaultKind::kStaleRead && fault.age == Milliseconds{0}) {
    reader.Refuse("ageMilliseconds", "is required, above 0");
  }
  if (fault.kind != FaultKind::kStaleRead && reader.Has("ageMilliseconds")) {
    reader.Refuse("ageMilliseconds", Concat("has no meaning for ", NameOf(fault.kind)));
  }
}

// '*' is any text without '/', '**' any text at all. Linear but for the stars, of which each remembers one place.
bool MatchesPattern(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;  // the last one, and how far it reaches
  size_t reached = 0;
  size_t deep_star = std::string_view::npos;  // the last "**"
  size_t deep_reached = 0;
  while (t < text.size() || p < pattern.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      const bool deep = pattern.substr(p).starts_with("**");
      (deep ? deep_star : star) = p;
      (deep ? deep_reached : reached) = t;
      if (deep) star = std::string_view::npos;
      p += deep ? 2 : 1;
    } else if (t < text.size() && p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos && reached < text.size() && text[reached] != '/') {
      t = ++reached;
      p = star + 1;
    } else if (deep_star != std::string_view::npos && deep_reached < text.size()) {
      t = ++deep_reached;
      p = deep_star + 2;
      star = std::string_view::npos;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

bool Fault::is_carried_out() const {
  if (kind == FaultKind::kStatus || kind == FaultKind::kHang || kind == FaultKind::kReset) {
    return effect == FaultEffect::kDone;
  }
  return true;
}

std::variant<Fault, FaultMistake> ParseFault(const json::Object& form) {
  Reader reader(form);
  Fault fault;
  reader.Text("name", fault.name);
  reader.Text("method", fault.method);
  reader.Text("path", fault.path);
  reader.Text("contains", fault.contains);
  reader.Number("nth", 1, kMostTimes, fault.nth);
  const json::Value* const times = form.Find("times");
  if (times != nullptr && times->is_string() && *times->AsString() == "all") {
    reader.Take("times");
    fault.times = 0;
  } else {
    reader.Number("times", 1, kMostTimes, fault.times);
  }
  if (!fault.path.empty() && fault.path.front() != '/' && fault.path.front() != '*') {
    reader.Refuse("path", "must begin with / or *");
  }
  ReadAction(reader, fault);
  reader.RefuseOthers();
  if (reader.mistake()) return *reader.mistake();
  return fault;
}

json::Object ShowFault(const Fault& fault) {
  json::Object form;
  if (!fault.name.empty()) form.Append("name", fault.name);
  if (!fault.method.empty()) form.Append("method", fault.method);
  if (!fault.path.empty()) form.Append("path", fault.path);
  if (!fault.contains.empty()) form.Append("contains", fault.contains);
  form.Append("nth", fault.nth);
  form.Append("times", fault.times == 0 ? json::Value("all") : json::Value(fault.times));
  form.Append("do", NameOf(fault.kind));
  if (fault.effect == FaultEffect::kDone) form.Append("effect", "done");
  if (fault.kind == FaultKind::kStatus) {
    form.Append("status", fault.status);
    form.Append("code", fault.code);
    form.Append("message", fault.message);
    if (fault.body) form.Append("body", *fault.body);
    if (fault.retry_after_seconds) form.Append("retryAfterSeconds", *fault.retry_after_seconds);
  }
  if (fault.delay > Milliseconds{0}) form.Append("delayMilliseconds", int64_t{fault.delay.count()});
  if (fault.age > Milliseconds{0}) form.Append("ageMilliseconds", int64_t{fault.age.count()});
  return form;
}

std::variant<Fault, FaultMistake> ParseFaultHeader(std::string_view value) {
  json::Object form;
  for (const std::string_view part : Split(value, ';')) {
    const size_t equals = part.find('=');
    if (Trim(part).empty()) continue;
    if (equals == std::string_view::npos) return FaultMistake{"", "must be name=value pairs with ; between them"};
    const std::string name(Trim(part.substr(0, equals)));
    const std::string_view text = Trim(part.substr(equals + 1));
    const auto number = ParseInteger<int64_t>(text);
    form.Set(name, number ? json::Value(*number) : json::Value(text));
  }
  for (const char* const member : {"name", "method", "path", "contains", "nth", "times"}) {
    if (form.Contains(member)) return FaultMistake{member, "has no meaning in a header, which strikes its own request"};
  }
  return ParseFault(form);
}

bool Matches(const Fault& fault, const http::Request& request) {
  if (!fault.method.empty() && !EqualsIgnoreCase(fault.method, request.method)) return false;
  if (!fault.path.empty() && !MatchesPattern(fault.path, http::PathOf(request.target))) return false;
  return fault.contains.empty() || request.body.find(fault.contains) != std::string::npos;
}

http::Ending EndingOf(FaultKind kind) {
  switch (kind) {
    case FaultKind::kHang:
      return http::Ending::kHung;
    case FaultKind::kReset:
      return http::Ending::kReset;
    case FaultKind::kTorn:
      return http::Ending::kTorn;
    default:
      return http::Ending::kSent;
  }
}

}  // namespace genesys_cfn::emulator
