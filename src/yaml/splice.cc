// SPDX-License-Identifier: Apache-2.0
#include "yaml/splice.h"

#include <algorithm>

#include "base/text.h"
#include "yaml/write.h"

namespace genesys_cfn::yaml {
namespace {

bool IsCollection(const json::Value& value) {
  return value.is_object() || value.is_array();
}

class Splicer {
 public:
  Splicer(std::string_view text, const LayoutNode& root) : text_(text), root_(root) {
    style_.is_json = IsJson(text);
    const size_t first_break = text.find('\n');
    has_lines_ = first_break != std::string_view::npos;
    if (has_lines_ && first_break > 0 && text[first_break - 1] == '\r') style_.line_end = "\r\n";
    FindUnit(root);
    style_.escapes_all =
        std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }) &&
        text.find("\\u") != std::string_view::npos;
    style_.escapes_slashes = text.find("\\/") != std::string_view::npos;
  }

  std::vector<std::string> Run(const std::vector<std::string>& tokens, const std::optional<json::Value>& value) {
    const LayoutNode* parent = nullptr;
    const LayoutNode* node = &root_;
    for (const std::string& token : tokens) {
      parent = node;
      node = parent->Find(token);
      if (node == nullptr) break;
    }
    if (node != nullptr && value) {
      Replace(*node, *value);
    } else if (node != nullptr && parent != nullptr) {
      Remove(*parent, *node);
    } else if (parent != nullptr && value && parent->form != Form::kScalar) {
      Add(*parent, tokens.back(), *value);
    }
    return std::move(ways_);
  }

 private:
  // The first collection that starts on a line deeper than its parent's shows the unit.
  bool FindUnit(const LayoutNode& node) {
    for (const LayoutNode& child : node.children) {
      const std::string outer = IndentationOf(node.start());
      const std::string inner = IndentationOf(child.start());
      if (inner.size() > outer.size() && inner.starts_with(outer) && StartsItsLine(child.start())) {
        style_.unit = inner.substr(outer.size());
        return true;
      }
      if (FindUnit(child)) return true;
    }
    return false;
  }

  [[nodiscard]] size_t LineStart(size_t at) const {
    const size_t line_break = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return line_break == std::string_view::npos ? 0 : line_break + 1;
  }
  // Behind the line's break.
  [[nodiscard]] size_t LineEnd(size_t at) const {
    const size_t line_break = text_.find('\n', at);
    return line_break == std::string_view::npos ? text_.size() : line_break + 1;
  }
  [[nodiscard]] std::string IndentationOf(size_t at) const {
    const size_t start = LineStart(at);
    const size_t end = std::min(text_.find_first_not_of(" \t", start), at);
    return std::string(text_.substr(start, end - start));
  }
  [[nodiscard]] bool StartsItsLine(size_t at) const { return LineStart(at) + IndentationOf(at).size() == at; }
  // That a line must have to continue the block collection whose member starts at `at`, also behind "- ".
  [[nodiscard]] std::string ColumnOf(size_t at) const {
    return StartsItsLine(at) ? IndentationOf(at) : std::string(at - LineStart(at), ' ');
  }
  [[nodiscard]] bool Contains(size_t begin, size_t end, char c) const {
    return text_.substr(begin, end - begin).find(c) != std::string_view::npos;
  }

  void Offer(size_t begin, size_t end, std::string_view replacement) {
    ways_.push_back(Concat(text_.substr(0, begin), replacement, text_.substr(end)));
  }

  void Replace(const LayoutNode& node, const json::Value& value) {
    const bool in_flow = IsInFlow(node);
    const WritingPlace place{IndentationOf(node.start()), in_flow, !Contains(node.begin, node.end, '\n')};
    if (node.form == Form::kScalar) {
      ReplaceScalar(node, value, place);
    } else if (node.form == Form::kFlow) {
      Offer(node.begin, node.end, WriteFlow(value, style_, place));
    } else if (node.form == Form::kBlock) {
      ReplaceBlock(node, value);
    }
  }

  void ReplaceScalar(const LayoutNode& node, const json::Value& value, const WritingPlace& place) {
    const bool is_block = node.style == TokenStyle::kLiteral || node.style == TokenStyle::kFolded;
    // A block's token has the break of its last line, which the new text must have too.
    size_t end = node.end;
    if (is_block && end > node.begin && text_[end - 1] == '\n') end -= end > 1 && text_[end - 2] == '\r' ? 2 : 1;
    const char before = node.begin == 0 ? ' ' : text_[node.begin - 1];
    const std::string_view blank = node.begin == node.end && (before == ':' || before == '-') ? " " : "";
    if (IsCollection(value)) {
      Offer(node.begin, end, Concat(blank, WriteFlow(value, style_, place)));
      return;
    }
    if (is_block && value.is_string()) OfferInBlock(node, *value.AsString(), end);
    for (const std::string& way : WriteScalar(value, node.style, style_, place)) {
      Offer(node.begin, end, Concat(blank, way));
    }
  }

  // With the header's comment and the indentation that the lines have now.
  void OfferInBlock(const LayoutNode& node, const std::string& text, size_t end) {
    const size_t header_end = std::min(text_.find_first_of("\r\n", node.begin), end);
    const size_t line = text_.find_first_not_of(" \r\n", header_end);
    if (line == std::string_view::npos || line >= end) return;
    const std::string indentation = IndentationOf(line);
    const std::string_view header = text_.substr(node.begin, header_end - node.begin);
    const size_t comment = header.find(" ");
    WritingStyle style = style_;
    style.unit = "";
    for (const std::string& way : WriteScalar(text, node.style, style, {indentation, false, false})) {
      if (way.front() != '|' && way.front() != '>') continue;
      const size_t first_break = way.find_first_of("\r\n");
      Offer(node.begin, end,
            Concat(way.substr(0, first_break), comment == std::string_view::npos ? "" : header.substr(comment),
                   way.substr(first_break)));
    }
  }

  void ReplaceBlock(const LayoutNode& node, const json::Value& value) {
    const WritingPlace place{ColumnOf(node.begin), false, true};
    const std::string_view end = EndsWithBreak(node.end) ? std::string_view(style_.line_end) : "";
    if (IsCollection(value) && !(value.is_object() ? value.AsObject()->empty() : value.AsArray()->empty())) {
      Offer(node.begin, node.end, Concat(WriteBlock(value, style_, place), end));
    }
    // On the line of the name, unless a comment stands between.
    size_t begin = node.begin;
    while (begin > 0 && (text_[begin - 1] == ' ' || text_[begin - 1] == '\n' || text_[begin - 1] == '\r')) --begin;
    const bool follows_name = begin > 0 && text_[begin - 1] == ':';
    const std::string flow = WriteFlow(value, style_, {"", false, true});
    if (follows_name) Offer(begin, node.end, Concat(" ", flow, end));
    Offer(node.begin, node.end, Concat(flow, end));
  }

  [[nodiscard]] bool EndsWithBreak(size_t end) const {
    return end > 0 && end <= text_.size() && text_[end - 1] == '\n';
  }

  void Remove(const LayoutNode& parent, const LayoutNode& node) {
    const auto index = static_cast<size_t>(&node - parent.children.data());
    const bool is_first = index == 0;
    const bool is_last = index + 1 == parent.children.size();
    if (is_first && is_last) {
      if (parent.form == Form::kFlow) {
        Offer(parent.begin, parent.end, "{}");
      } else {
        ReplaceBlock(parent, json::Object());
      }
    } else if (parent.form == Form::kFlow && is_first) {
      Offer(node.start(), parent.children[index + 1].start(), "");
    } else if (parent.form == Form::kFlow) {
      Offer(parent.children[index - 1].end, node.end, "");
    } else if (!StartsItsLine(node.start())) {
      Offer(node.start(), parent.children[index + 1].start(), "");
    } else {
      Offer(LineStart(node.start()), EndsWithBreak(node.end) ? node.end : LineEnd(node.end), "");
    }
  }

  void Add(const LayoutNode& parent, const std::string& name, const json::Value& value) {
    if (parent.form == Form::kFlow && parent.children.empty()) {
      AddToEmpty(parent, name, value);
    } else if (parent.form == Form::kFlow) {
      AddToFlow(parent, name, value);
    } else if (parent.form == Form::kBlock && !parent.children.empty()) {
      AddToBlock(parent, name, value);
    }
  }

  void AddToEmpty(const LayoutNode& parent, const std::string& name, const json::Value& value) {
    const json::Object object{{name, value}};
    const bool on_one_line = !style_.is_json || !has_lines_;
    Offer(parent.begin, parent.end, WriteFlow(object, style_, {IndentationOf(parent.start()), true, on_one_line}));
  }

  void AddToFlow(const LayoutNode& parent, const std::string& name, const json::Value& value) {
    const LayoutNode& last = parent.children.back();
    const size_t before = parent.children.size() > 1 ? parent.children[parent.children.size() - 2].end : parent.begin;
    const bool has_own_line = Contains(before, last.start(), '\n');
    const std::string indentation = IndentationOf(last.start());
    const bool on_one_line = !has_own_line || (last.form == Form::kFlow && !Contains(last.begin, last.end, '\n'));
    const std::string separator = has_own_line ? style_.line_end + indentation : SeparatorBefore(parent, before);
    const size_t comma = text_.find_first_not_of(" \t\r\n", last.end);
    const bool has_comma = comma != std::string_view::npos && text_[comma] == ',';
    const size_t at = has_comma ? comma + 1 : last.end;
    const WritingPlace place{indentation, true, on_one_line};
    for (const std::string& member : Members(last, name, value, place)) {
      const std::string_view rest = text_.substr(at, LineEnd(at) - at);
      const bool has_comment = has_own_line && Trim(rest).starts_with('#');
      if (has_comment) {
        ways_.push_back(Concat(text_.substr(0, at), has_comma ? "" : ",", rest, indentation, member, style_.line_end,
                               text_.substr(LineEnd(at))));
      }
      Offer(at, at, Concat(has_comma ? "" : ",", separator, member));
    }
  }

  // Between two members on one line, without the comma.
  [[nodiscard]] std::string SeparatorBefore(const LayoutNode& parent, size_t before) const {
    const LayoutNode& last = parent.children.back();
    if (parent.children.size() > 1) return std::string(last.start() > before + 1 ? " " : "");
    return text_.substr(last.name_end, last.begin - last.name_end) == ":" ? "" : " ";
  }

  void AddToBlock(const LayoutNode& parent, const std::string& name, const json::Value& value) {
    const LayoutNode& last = parent.children.back();
    const std::string indentation = ColumnOf(last.start());
    const size_t at = EndsWithBreak(last.end) ? last.end : LineEnd(last.end);
    const std::string_view before = at > 0 && text_[at - 1] == '\n' ? "" : std::string_view(style_.line_end);
    const bool in_block = IsCollection(value) && last.form != Form::kFlow &&
                          !(value.is_object() ? value.AsObject()->empty() : value.AsArray()->empty());
    if (in_block) {
      const std::string inner = indentation + style_.unit;
      Offer(at, at,
            Concat(before, indentation, NameLike(last, name), ":", style_.line_end, inner,
                   WriteBlock(value, style_, {inner, false, false}), style_.line_end));
    }
    for (const std::string& member : Members(last, name, value, {indentation, false, true})) {
      Offer(at, at, Concat(before, indentation, member, style_.line_end));
    }
  }

  // `name: value`, quoted like the sibling.
  std::vector<std::string> Members(const LayoutNode& sibling, const std::string& name, const json::Value& value,
                                   const WritingPlace& place) {
    const std::string_view between = text_.substr(sibling.name_end, sibling.begin - sibling.name_end);
    const bool is_narrow = style_.is_json && between == ":";
    const std::string head = Concat(NameLike(sibling, name), is_narrow ? ":" : ": ");
    if (IsCollection(value)) return {head + WriteFlow(value, style_, place)};
    const bool is_quoted = sibling.form == Form::kScalar &&
                           (sibling.style == TokenStyle::kSingleQuoted || sibling.style == TokenStyle::kDoubleQuoted);
    std::vector<std::string> members;
    for (const std::string& way : WriteScalar(value, is_quoted ? sibling.style : TokenStyle::kPlain, style_, place)) {
      members.push_back(head + way);
    }
    return members;
  }

  [[nodiscard]] std::string NameLike(const LayoutNode& sibling, const std::string& name) const {
    const char first = sibling.name_begin < sibling.name_end ? text_[sibling.name_begin] : ' ';
    const TokenStyle wanted = first == '"'    ? TokenStyle::kDoubleQuoted
                              : first == '\'' ? TokenStyle::kSingleQuoted
                                              : TokenStyle::kPlain;
    return WriteScalar(name, wanted, style_, {"", true, true}).front();
  }

  // Whether a flow collection is around the node.
  [[nodiscard]] bool IsInFlow(const LayoutNode& node) const {
    const LayoutNode* at = &root_;
    while (at != nullptr && at != &node) {
      if (at->form == Form::kFlow) return true;
      const auto child = std::find_if(at->children.begin(), at->children.end(), [&](const LayoutNode& one) {
        return &one == &node || (one.start() <= node.start() && node.end <= one.end);
      });
      at = child == at->children.end() ? nullptr : &*child;
    }
    return false;
  }

  std::string_view text_;
  const LayoutNode& root_;
  WritingStyle style_;
  bool has_lines_ = false;
  std::vector<std::string> ways_;
};

}  // namespace

std::vector<std::string> Splices(std::string_view text, const LayoutNode& root, const std::vector<std::string>& tokens,
                                 const std::optional<json::Value>& value) {
  return Splicer(text, root).Run(tokens, value);
}

}  // namespace genesys_cfn::yaml
