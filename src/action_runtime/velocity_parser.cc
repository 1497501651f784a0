// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_parser.h"

#include <algorithm>
#include <array>

#include "action_runtime/velocity_parser_state.h"
#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr std::array<std::string_view, 8> kDirectives = {"set", "if",      "elseif", "else",
                                                         "end", "foreach", "break",  "stop"};
constexpr std::array<std::string_view, 6> kRefusedDirectives = {"macro",   "define",   "parse",
                                                                "include", "evaluate", "literal"};

template <size_t N>
bool Has(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

VelocityParser::VelocityParser(VelocitySource source, size_t nesting) : source_(std::move(source)), depth_(nesting) {}

std::optional<Block> VelocityParser::ParseWhole() {
  Block block;
  const BlockEnd end = ParseBlock(block);
  if (end == BlockEnd::kEndOfText) return block;
  if (end != BlockEnd::kFailed) {
    const std::string name = end == BlockEnd::kEnd ? "#end" : end == BlockEnd::kElse ? "#else" : "#elseif";
    Fail(text_begin_, Concat(name, " without an #if or #foreach in front of it"),
         Concat("Remove it, or write \\", name, " if it is text"));
  }
  return std::nullopt;
}

void VelocityParser::FlushText(Block& block) {
  if (!text_.empty()) block.push_back({source_.SpanOf(text_begin_, position_), Text{std::move(text_)}});
  text_.clear();
}

void VelocityParser::SkipLineEnd() {
  size_t end = position_;
  while (IsBlank(source_.At(end))) ++end;
  if (source_.At(end) == '\r' && source_.At(end + 1) == '\n') ++end;
  if (source_.At(end) == '\n' || source_.At(end) == '\r') position_ = end + 1;
}

VelocityParser::DirectiveWord VelocityParser::ReadDirectiveWord(size_t position) const {
  const bool is_formal = source_.At(position + 1) == '{';
  const size_t begin = position + (is_formal ? 2 : 1);
  size_t end = begin;
  while (IsNamePart(source_.At(end))) ++end;
  DirectiveWord word{source_.text().substr(begin, end - begin), end};
  if (is_formal && source_.At(word.end++) != '}') return {};
  if (!Has(kDirectives, word.name) && !Has(kRefusedDirectives, word.name)) return {};
  if (word.name == "set") {
    size_t next = word.end;
    while (IsBlank(source_.At(next))) ++next;
    if (source_.At(next) != '(') return {};
  }
  return word;
}

// `position_` is at the first of some backslashes. They matter only in front of references and directives.
bool VelocityParser::ParseBackslashes(Block& block) {
  const size_t begin = position_;
  while (source_.At(position_) == '\\') ++position_;
  const size_t count = position_ - begin;
  if (IsReferenceAt(position_)) {
    FlushText(block);
    auto reference = ParseReference(count);
    if (!reference) return false;
    block.push_back({source_.SpanOf(begin, position_), *std::move(reference)});
    return true;
  }
  const DirectiveWord word = source_.At(position_) == '#' ? ReadDirectiveWord(position_) : DirectiveWord();
  if (word.name.empty()) {
    text_.append(count, '\\');
    return true;
  }
  text_.append(count / 2, '\\');
  if (count % 2 == 1) {
    text_ += source_.text().substr(position_, word.end - position_);
    position_ = word.end;
  }
  return true;
}

bool VelocityParser::ParseComment(Block& block) {
  FlushText(block);
  const std::string_view text = source_.text();
  if (source_.At(position_ + 1) == '#') {
    position_ = std::min(text.find_first_of("\r\n", position_), text.size());
    SkipLineEnd();
  } else {
    const size_t end = text.find("*#", position_ + 2);
    position_ = end == std::string_view::npos ? text.size() : end + 2;
  }
  return true;
}

bool VelocityParser::ParseVerbatim() {
  const size_t end = source_.text().find("]]#", position_ + 3);
  if (end == std::string_view::npos) {
    return Fail(position_, "#[[ is not closed", "Add ]]# where the literal text ends");
  }
  text_ += source_.text().substr(position_ + 3, end - position_ - 3);
  position_ = end + 3;
  return true;
}

VelocityParser::BlockEnd VelocityParser::ParseBlock(Block& block) {
  text_.clear();
  while (position_ < source_.size()) {
    if (text_.empty()) text_begin_ = position_;
    const char character = source_.At(position_);
    const char next = source_.At(position_ + 1);
    bool good = true;
    if (character == '\\') {
      good = ParseBackslashes(block);
    } else if (character == '$' && IsReferenceAt(position_)) {
      FlushText(block);
      const size_t begin = position_;
      auto reference = ParseReference(0);
      good = reference.has_value();
      if (good) block.push_back({source_.SpanOf(begin, position_), *std::move(reference)});
    } else if (character == '#' && (next == '#' || next == '*')) {
      good = ParseComment(block);
    } else if (character == '#' && next == '[' && source_.At(position_ + 2) == '[') {
      good = ParseVerbatim();
    } else if (const auto word = character == '#' ? ReadDirectiveWord(position_) : DirectiveWord();
               !word.name.empty()) {
      // Blanks in front of #set go with it, unless there is text on their other side.
      if (word.name == "set" && text_.find_first_not_of(" \t") == std::string::npos) text_.clear();
      FlushText(block);
      text_begin_ = position_;
      const BlockEnd end = ParseDirective(block, word);
      if (end != BlockEnd::kEndOfText) return end;
    } else {
      text_ += character;
      ++position_;
    }
    if (!good) return BlockEnd::kFailed;
  }
  FlushText(block);
  return BlockEnd::kEndOfText;
}

// kEndOfText: the block goes on.
VelocityParser::BlockEnd VelocityParser::ParseDirective(Block& block, const DirectiveWord& word) {
  const size_t begin = position_;
  if (Has(kRefusedDirectives, word.name)) {
    Fail(begin, Concat("#", word.name, " is not supported"),
         Concat("Supported are #set, #if, #elseif, #else, #foreach, #break, #stop and #end; write \\#", word.name,
                " if it is text"));
    return BlockEnd::kFailed;
  }
  position_ = word.end;
  bool good = true;
  if (word.name == "set") {
    good = ParseSet(block, begin);
  } else if (word.name == "if") {
    good = ParseIf(block, begin);
  } else if (word.name == "foreach") {
    good = ParseForeach(block, begin);
  } else if (word.name == "break") {
    block.push_back({source_.SpanOf(begin, position_), BreakDirective()});
  } else if (word.name == "stop") {
    block.push_back({source_.SpanOf(begin, position_), StopDirective()});
  } else if (word.name == "elseif") {
    return BlockEnd::kElseIf;
  } else {
    SkipLineEnd();
    return word.name == "end" ? BlockEnd::kEnd : BlockEnd::kElse;
  }
  return good ? BlockEnd::kEndOfText : BlockEnd::kFailed;
}

bool VelocityParser::ParseSet(Block& block, size_t begin) {
  SkipSpace();
  if (!Expect('(', "#set", "Write #set($name = value)")) return false;
  SkipSpace();
  if (!IsReferenceAt(position_)) {
    return Fail(position_, Concat("#set assigns to a reference, and this is ", Found(position_)),
                "Write #set($name = value)");
  }
  auto target = ParseReference(0);
  if (!target) return false;
  SkipSpace();
  if (!Expect('=', "the name that #set assigns to", "Write #set($name = value)")) return false;
  auto value = ParseExpression();
  if (!value) return false;
  SkipSpace();
  if (!Expect(')', "the value of #set", "Close #set with )")) return false;
  block.push_back({source_.SpanOf(begin, position_), SetDirective{*std::move(target), *std::move(value)}});
  SkipLineEnd();
  return true;
}

VelocityParser::BlockEnd VelocityParser::ReadBlockBody(Block& body, size_t begin, std::string_view directive) {
  const Nesting nesting(depth_);
  if (IsTooDeep(begin)) return BlockEnd::kFailed;
  const BlockEnd end = ParseBlock(body);
  if (end == BlockEnd::kEndOfText) {
    Fail(begin, Concat(directive, " is not closed"), "Add #end behind what belongs to it");
    return BlockEnd::kFailed;
  }
  return end;
}

bool VelocityParser::ParseIf(Block& block, size_t begin) {
  IfDirective directive;
  BlockEnd end = BlockEnd::kElseIf;
  while (end == BlockEnd::kElseIf) {
    SkipSpace();
    if (!Expect('(', "#if or #elseif", "Write #if(condition)")) return false;
    auto condition = ParseExpression();
    if (!condition) return false;
    SkipSpace();
    if (!Expect(')', "the condition", "Close it with ). Comparisons are ==, !=, <, <=, > and >=")) return false;
    SkipLineEnd();
    IfBranch branch{*std::move(condition), {}};
    end = ReadBlockBody(branch.body, begin, "#if");
    directive.branches.push_back(std::move(branch));
  }
  if (end == BlockEnd::kElse) end = ReadBlockBody(directive.otherwise, begin, "#if");
  if (end == BlockEnd::kFailed) return false;
  if (end != BlockEnd::kEnd) {
    return Fail(text_begin_, "there is nothing left to decide behind #else",
                "An #if has one #else, behind every #elseif");
  }
  block.push_back({source_.SpanOf(begin, position_), std::move(directive)});
  return true;
}

bool VelocityParser::ParseForeach(Block& block, size_t begin) {
  constexpr std::string_view kHint = "Write #foreach($item in $list)";
  SkipSpace();
  if (!Expect('(', "#foreach", kHint)) return false;
  SkipSpace();
  if (!IsReferenceAt(position_)) {
    return Fail(position_, Concat("#foreach needs a name for the item, and this is ", Found(position_)),
                std::string(kHint));
  }
  const auto variable = ParseReference(0);
  if (!variable) return false;
  SkipSpace();
  if (!SkipWord("in")) return Fail(position_, Concat("expected 'in', found ", Found(position_)), std::string(kHint));
  SkipSpace();
  auto items = ParseOperand("what #foreach goes through");
  if (!items) return false;
  SkipSpace();
  if (!Expect(')', "what #foreach goes through", kHint)) return false;
  SkipLineEnd();
  ForeachDirective directive{variable->root, *std::move(items), {}};
  const BlockEnd end = ReadBlockBody(directive.body, begin, "#foreach");
  if (end == BlockEnd::kFailed) return false;
  if (end != BlockEnd::kEnd) {
    return Fail(text_begin_, "#foreach has no #else", "Put an #if around it: #if($list.isEmpty())");
  }
  block.push_back({source_.SpanOf(begin, position_), std::move(directive)});
  return true;
}

void VelocityParser::SkipSpace() {
  while (IsSpace(source_.At(position_))) ++position_;
}

bool VelocityParser::SkipWord(std::string_view word) {
  if (source_.text().substr(position_, word.size()) != word || IsNamePart(source_.At(position_ + word.size())))
    return false;
  position_ += word.size();
  return true;
}

bool VelocityParser::Expect(char character, std::string_view what, std::string_view hint) {
  if (source_.At(position_) == character && position_ < source_.size()) {
    ++position_;
    return true;
  }
  return Fail(position_, Concat("expected '", character, "' behind ", what, ", found ", Found(position_)),
              std::string(hint));
}

bool VelocityParser::Fail(size_t position, std::string message, std::string hint) {
  if (!failed_) error_ = {source_.OffsetOf(std::min(position, source_.size())), std::move(message), std::move(hint)};
  failed_ = true;
  return false;
}

std::string VelocityParser::Found(size_t position) const {
  if (position >= source_.size()) return "the end";
  const std::string_view rest = source_.text().substr(position, 4);
  size_t length = 1;
  while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0) == 0x80) ++length;
  return Concat("'", rest.substr(0, length), "'");
}

bool VelocityParser::IsTooDeep(size_t position) {
  if (depth_ <= kMaxTemplateNesting) return false;
  Fail(position, Concat("more than ", kMaxTemplateNesting, " levels inside each other"),
       "Compute the parts with #set first");
  return true;
}

std::variant<VelocityTemplate, TextError> ParseVelocity(std::string_view text) {
  if (text.size() > kMaxTemplateBytes) {
    return TextError{kMaxTemplateBytes, Concat("the template has more than ", kMaxTemplateBytes, " bytes"),
                     "Make it shorter"};
  }
  VelocityParser parser(VelocitySource(text), 0);
  if (auto block = parser.ParseWhole()) return VelocityTemplate{*std::move(block)};
  return parser.error();
}

}  // namespace genesys_cfn::action_runtime
