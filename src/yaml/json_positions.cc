// SPDX-License-Identifier: Apache-2.0
#include "yaml/json_positions.h"

#include <algorithm>
#include <string>

#include "json/parse.h"
#include "yaml/position_recorder.h"

namespace genesys_cfn::yaml {
namespace {

// Relies on the text being valid: it looks only for what tells values apart. Recursion is as deep as the document.
class Walker {
 public:
  Walker(std::string_view text, Places places) : text_(text), index_(text), recorder_(places) {}

  void Run(Document& document) {
    SkipBlanks();
    Value();
    document.positions = recorder_.TakePositions();
    document.spans = recorder_.TakeSpans();
  }

 private:
  [[nodiscard]] char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void SkipBlanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  void Value() {
    const size_t start = at_;
    const Mark mark = index_.AtByte(start);
    if (Peek() == '{' || Peek() == '[') {
      recorder_.AddValue(mark, {start, start + 1, TokenStyle::kCollection});
      Peek() == '{' ? Members() : Items();
    } else if (Peek() == '"') {
      StringToken();
      recorder_.AddValue(mark, {start, at_, TokenStyle::kJsonString});
    } else {
      at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
      recorder_.AddValue(mark, {start, at_, TokenStyle::kPlain});
    }
    SkipBlanks();
  }

  void Members() {
    OpenOrNext();
    while (Peek() == '"') {
      const size_t start = at_;
      const PositionRecorder::Scope scope(recorder_, Decode(StringToken()));
      recorder_.AddName(index_.AtByte(start), {start, at_, TokenStyle::kJsonString});
      SkipBlanks();
      OpenOrNext();  // the colon
      Value();
      if (Peek() == ',') OpenOrNext();
    }
    ++at_;
  }

  void Items() {
    OpenOrNext();
    for (size_t i = 0; at_ < text_.size() && Peek() != ']'; ++i) {
      const PositionRecorder::Scope scope(recorder_, i);
      Value();
      if (Peek() == ',') OpenOrNext();
    }
    ++at_;
  }

  void OpenOrNext() {
    ++at_;
    SkipBlanks();
  }

  std::string_view StringToken() {
    const size_t start = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
    return text_.substr(start, at_ - start);
  }

  static std::string Decode(std::string_view token) {
    if (token.find('\\') == std::string_view::npos) return std::string(token.substr(1, token.size() - 2));
    const auto value = json::Parse(token);
    const std::string* text = value ? value->AsString() : nullptr;
    return text != nullptr ? *text : std::string(token);
  }

  std::string_view text_;
  TextIndex index_;
  PositionRecorder recorder_;
  size_t at_ = 0;
};

}  // namespace

void FindJsonPlaces(std::string_view text, Places places, Document& document) {
  Walker(text, places).Run(document);
}

}  // namespace genesys_cfn::yaml
