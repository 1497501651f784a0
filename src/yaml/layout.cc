// SPDX-License-Identifier: Apache-2.0
#include "yaml/layout.h"

#include <algorithm>

#include "json/pointer.h"

namespace genesys_cfn::yaml {
namespace {

bool IsBreak(char c) {
  return c == '\n' || c == '\r';
}

class Builder {
 public:
  Builder(std::string_view text, const Document& document) : text_(text), spans_(document.spans) {}

  bool Build(const json::Value& value, const std::string& pointer, LayoutNode& node) {
    const auto span = spans_.values.find(pointer);
    if (span == spans_.values.end()) return false;
    node.begin = span->second.begin;
    node.end = span->second.end;
    node.style = span->second.style;
    if (const json::Object* object = value.AsObject()) return Members(*object, pointer, node);
    if (const json::Array* array = value.AsArray()) return Items(*array, pointer, node);
    node.form = Form::kScalar;
    if (node.style == TokenStyle::kLiteral || node.style == TokenStyle::kFolded) node.end = EndOfBlockScalar(node);
    return true;
  }

 private:
  bool Members(const json::Object& object, const std::string& pointer, LayoutNode& node) {
    node.form = IsFlow(node.begin) ? Form::kFlow : Form::kBlock;
    for (const auto& [name, value] : object) {
      const std::string inner = json::AppendToken(pointer, name);
      const auto span = spans_.names.find(inner);
      if (span == spans_.names.end()) return Function(value, inner, node);
      LayoutNode& child = node.children.emplace_back();
      child.token = name;
      child.name_begin = span->second.begin;
      child.name_end = span->second.end;
      if (!Build(value, inner, child)) return false;
    }
    return Close(node);
  }

  bool Items(const json::Array& array, const std::string& pointer, LayoutNode& node) {
    node.form = IsFlow(node.begin) ? Form::kFlow : Form::kBlock;
    // Of `!GetAtt A.B` both items are one token.
    if (node.style != TokenStyle::kCollection) return true;
    for (size_t i = 0; i < array.size(); ++i) {
      LayoutNode& child = node.children.emplace_back();
      child.token = std::to_string(i);
      if (!Build(array[i], json::AppendIndex(pointer, i), child)) return false;
    }
    return Close(node);
  }

  // Only a short tag gives a member without a name in the text.
  bool Function(const json::Value& argument, const std::string& pointer, LayoutNode& node) {
    LayoutNode inner;
    if (!Build(argument, pointer, inner)) return false;
    node.form = Form::kFunction;
    node.end = std::max(node.end, inner.end);
    node.children.clear();
    return true;
  }

  // The end of a collection from its children's.
  bool Close(LayoutNode& node) const {
    size_t end = node.form == Form::kFlow ? node.begin + 1 : node.begin;
    if (!node.children.empty()) end = std::max(end, node.children.back().end);
    if (node.form == Form::kFlow) {
      while (end < text_.size() && text_[end] != '}' && text_[end] != ']') {
        end = text_[end] == '#' ? std::min(text_.find('\n', end), text_.size()) : end + 1;
      }
      end = std::min(end + 1, text_.size());
    }
    node.end = end;
    return true;
  }

  [[nodiscard]] bool IsFlow(size_t begin) const {
    return begin < text_.size() && (text_[begin] == '{' || text_[begin] == '[');
  }

  // The token of a block reaches behind the empty lines below it, which count only with "+".
  [[nodiscard]] size_t EndOfBlockScalar(const LayoutNode& node) const {
    const size_t end_of_header = std::min(text_.find_first_of("\r\n", node.begin), node.end);
    const std::string_view header = text_.substr(node.begin, end_of_header - node.begin);
    if (header.substr(0, header.find('#')).find('+') != std::string_view::npos) return node.end;
    size_t end = node.end;
    while (end > end_of_header && (IsBreak(text_[end - 1]) || text_[end - 1] == ' ' || text_[end - 1] == '\t')) --end;
    if (end < node.end) end = std::min(text_.find('\n', end), node.end);
    return std::min(end + 1, node.end);
  }

  std::string_view text_;
  const Spans& spans_;
};

}  // namespace

const LayoutNode* LayoutNode::Find(std::string_view child) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const LayoutNode& node) { return node.token == child; });
  return found == children.end() ? nullptr : &*found;
}

std::optional<LayoutNode> LayOut(std::string_view text, const Document& document) {
  LayoutNode root;
  if (!Builder(text, document).Build(document.root, "", root)) return std::nullopt;
  return root;
}

}  // namespace genesys_cfn::yaml
