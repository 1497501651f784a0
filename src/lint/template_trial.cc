// SPDX-License-Identifier: Apache-2.0
#include "lint/template_trial.h"

#include <algorithm>
#include <variant>

#include "action_runtime/velocity_parser.h"
#include "action_runtime/velocity_renderer.h"
#include "base/text.h"

namespace genesys_cfn::lint {
namespace {

using action_runtime::Block;
using action_runtime::Node;

// In front of each node's text: kOpen, its number, kClose. Characters of Unicode's private use area.
constexpr std::string_view kOpen = "\xEE\x80\x81";
constexpr std::string_view kClose = "\xEE\x80\x82";

struct Piece {
  action_runtime::Span span;
  bool is_reference = false;
};

class Marker {
 public:
  void Mark(Block& block) {
    Block marked;
    for (Node& node : block) {
      const bool is_text = std::holds_alternative<action_runtime::Text>(node.value);
      const bool is_reference = std::holds_alternative<action_runtime::Reference>(node.value);
      if (is_text || is_reference) {
        marked.push_back({node.span, action_runtime::Text{Concat(kOpen, pieces_.size(), kClose)}});
        pieces_.push_back({node.span, is_reference});
      }
      if (auto* choice = std::get_if<action_runtime::IfDirective>(&node.value)) {
        for (action_runtime::IfBranch& branch : choice->branches) Mark(branch.body);
        Mark(choice->otherwise);
      }
      if (auto* loop = std::get_if<action_runtime::ForeachDirective>(&node.value)) Mark(loop->body);
      marked.push_back(std::move(node));
    }
    block = std::move(marked);
  }

  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  std::vector<Piece> pieces_;
};

TrialText Unmarked(std::string_view marked, const std::vector<Piece>& pieces, size_t source_size) {
  TrialText out;
  for (size_t at = marked.find(kOpen); at != std::string_view::npos;) {
    const size_t close = marked.find(kClose, at);
    const auto number = ParseInteger<size_t>(marked.substr(at + kOpen.size(), close - at - kOpen.size()));
    const size_t begin = close + kClose.size();
    at = marked.find(kOpen, begin);
    const std::string_view bytes = marked.substr(begin, at == std::string_view::npos ? at : at - begin);
    const Piece& piece = pieces.at(number.value_or(0));
    if (piece.is_reference) out.printed.push_back({piece.span, out.text.size(), out.text.size() + bytes.size()});
    for (size_t i = 0; i < bytes.size(); ++i) {
      out.offsets.push_back(piece.span.offset + (piece.is_reference ? 0 : std::min(i, piece.span.length)));
    }
    out.text += bytes;
  }
  out.offsets.push_back(source_size);
  return out;
}

}  // namespace

std::optional<TrialText> RenderTrial(std::string_view source, const json::Object& names) {
  if (source.find(kOpen) != std::string_view::npos || source.find(kClose) != std::string_view::npos) {
    return std::nullopt;
  }
  auto parsed = action_runtime::ParseVelocity(source);
  auto* tree = std::get_if<action_runtime::VelocityTemplate>(&parsed);
  if (tree == nullptr) return std::nullopt;
  Marker marker;
  marker.Mark(tree->body);
  const auto rendered = action_runtime::RenderVelocity(*tree, {.names = names});
  const auto* text = std::get_if<action_runtime::Rendered>(&rendered);
  if (text == nullptr) return std::nullopt;
  return Unmarked(text->text, marker.pieces(), source.size());
}

std::vector<bool> InsideStrings(std::string_view json) {
  std::vector<bool> inside;
  bool in_string = false;
  for (size_t at = 0; at < json.size(); ++at) {
    inside.push_back(in_string);
    if (in_string && json[at] == '\\' && at + 1 < json.size()) {
      inside.push_back(true);
      ++at;
    } else if (json[at] == '"') {
      in_string = !in_string;
    }
  }
  inside.push_back(in_string);
  return inside;
}

}  // namespace genesys_cfn::lint
