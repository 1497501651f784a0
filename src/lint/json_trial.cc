// SPDX-License-Identifier: Apache-2.0
#include "lint/json_trial.h"

#include <algorithm>

#include "base/text.h"
#include "json/parse.h"
#include "lint/concrete.h"
#include "lint/source.h"

namespace genesys_cfn::lint {
namespace {

// What a text of unknown form may hold outside of quotation marks: a value, members of an object, nothing.
constexpr std::string_view kCandidates[] = {"0", "\"a\":0", ""};

class Renderer {
 public:
  Renderer(std::string_view text, const SampleOf& sample, std::string_view candidate)
      : text_(text), sample_(sample), candidate_(candidate) {}

  void Literal(size_t begin, size_t end) {
    for (size_t at = begin; at < end;) {
      if (text_.substr(at).starts_with(kUnknown)) {
        Put(in_string_ ? "x" : candidate_, at);
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
    Put(known.empty() ? candidate_ : std::string_view(known), reference.span.offset);
  }

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
  void Put(std::string_view bytes, size_t offset) {
    out_ += bytes;
    offsets_.insert(offsets_.end(), bytes.size(), offset);
  }

  std::string_view text_;
  const SampleOf& sample_;
  std::string_view candidate_;
  std::string out_;
  std::vector<size_t> offsets_;
  bool in_string_ = false;
  std::vector<const action_runtime::Reference*> inside_;
};

}  // namespace

std::optional<JsonTrial> TryAsJson(std::string_view text, const action_runtime::VelocityTemplate& parsed,
                                   const SampleOf& sample) {
  std::optional<JsonTrial> first;
  for (const std::string_view candidate : kCandidates) {
    Renderer renderer(text, sample, candidate);
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
    JsonTrial trial = renderer.Finish(text.size());
    if (trial.value) return trial;
    if (!first) first = std::move(trial);
  }
  return first;
}

}  // namespace genesys_cfn::lint
