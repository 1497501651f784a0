// SPDX-License-Identifier: Apache-2.0
#include "lint/json_trial.h"

#include <algorithm>

#include "base/text.h"
#include "json/parse.h"
#include "lint/concrete.h"
#include "lint/source.h"

namespace genesys_cfn::lint {
namespace {

// What a text of unknown form may hold outside of quotation marks: a value, a member of an object, nothing.
constexpr size_t kCandidates = 3;
constexpr size_t kMaxOpen = 4;  // references of unknown form; all combinations are tried

std::string Candidate(size_t kind, size_t position) {
  return kind == 0 ? "0" : kind == 1 ? Concat("\"member ", position, "\":0") : "";
}

class Renderer {
 public:
  // `combination` has a digit of base kCandidates for each reference of unknown form.
  Renderer(std::string_view text, const SampleOf& sample, size_t combination)
      : text_(text), sample_(sample), combination_(combination) {}

  void Literal(size_t begin, size_t end) {
    for (size_t at = begin; at < end;) {
      if (text_.substr(at).starts_with(kUnknown)) {
        if (in_string_) {
          Put("x", at);
        } else {
          PutOpen(at);
        }
        at += kUnknown.size();
        continue;
      }
      const char c = text_[at];
      if (in_string_ && c == '\\' && at + 1 < end) {
        Put(text_.substr(at, 1), at);
        ++at;
      } else if (c == '"') {
        in_string_ = !in_string_;
      }
      Put(text_.substr(at, 1), at);
      ++at;
    }
  }

  void Sample(const action_runtime::Reference& reference) {
    if (in_string_) {
      inside_.push_back(&reference);
      return Put("x", reference.span.offset);
    }
    const std::string known = sample_(reference);
    if (known.empty()) return PutOpen(reference.span.offset);
    Put(known, reference.span.offset);
  }

  [[nodiscard]] size_t open() const { return open_; }

  JsonTrial Finish(size_t end) {
    offsets_.push_back(end);
    JsonTrial trial;
    trial.inside_strings = std::move(inside_);
    auto parsed = json::Parse(out_);
    if (parsed) {
      trial.value = *std::move(parsed);
      return trial;
    }
    const MappedText mapped{std::move(out_), std::move(offsets_)};
    const SourceError error = JsonErrorIn(mapped, parsed.error().message);
    trial.offset = error.range.begin;
    trial.message = error.message;
    return trial;
  }

 private:
  void PutOpen(size_t offset) {
    Put(Candidate(combination_ % kCandidates, open_++), offset);
    combination_ /= kCandidates;
  }
  void Put(std::string_view bytes, size_t offset) {
    out_ += bytes;
    offsets_.insert(offsets_.end(), bytes.size(), offset);
  }

  std::string_view text_;
  const SampleOf& sample_;
  size_t combination_;
  size_t open_ = 0;
  std::string out_;
  std::vector<size_t> offsets_;
  bool in_string_ = false;
  std::vector<const action_runtime::Reference*> inside_;
};

}  // namespace

std::optional<JsonTrial> TryAsJson(std::string_view text, const action_runtime::VelocityTemplate& parsed,
                                   const SampleOf& sample) {
  std::optional<JsonTrial> first;
  size_t combinations = 1;
  for (size_t combination = 0; combination < combinations; ++combination) {
    Renderer renderer(text, sample, combination);
    size_t at = 0;
    for (const action_runtime::Node& node : parsed.body) {
      const auto* reference = std::get_if<action_runtime::Reference>(&node.value);
      if (std::holds_alternative<action_runtime::Text>(node.value)) continue;
      if (reference == nullptr) return std::nullopt;
      renderer.Literal(at, std::min(text.size(), reference->span.offset));
      renderer.Sample(*reference);
      at = std::min(text.size(), reference->span.offset + reference->span.length);
    }
    renderer.Literal(at, text.size());
    if (renderer.open() > kMaxOpen) return std::nullopt;
    if (combination == 0) {
      for (size_t i = 0; i < renderer.open(); ++i) combinations *= kCandidates;
    }
    JsonTrial trial = renderer.Finish(text.size());
    if (trial.value) return trial;
    if (!first) first = std::move(trial);
  }
  return first;
}

}  // namespace genesys_cfn::lint
