// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <vector>

#include "action_runtime/velocity_parser_state.h"
#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

struct OperatorSpelling {
  std::string_view text;
  Operator value;
};

// By level, the loosest first; of two that begin alike, the longer first.
const std::array<std::vector<OperatorSpelling>, 6>& Levels() {
  static const std::array<std::vector<OperatorSpelling>, 6> levels = {{
      {{"||", Operator::kOr}, {"or", Operator::kOr}},
      {{"&&", Operator::kAnd}, {"and", Operator::kAnd}},
      {{"==", Operator::kEqual}, {"!=", Operator::kNotEqual}, {"eq", Operator::kEqual}, {"ne", Operator::kNotEqual}},
      {{"<=", Operator::kLessOrEqual},
       {"<", Operator::kLess},
       {">=", Operator::kGreaterOrEqual},
       {">", Operator::kGreater},
       {"lt", Operator::kLess},
       {"le", Operator::kLessOrEqual},
       {"gt", Operator::kGreater},
       {"ge", Operator::kGreaterOrEqual}},
      {{"+", Operator::kAdd}, {"-", Operator::kSubtract}},
      {{"*", Operator::kMultiply}, {"/", Operator::kDivide}, {"%", Operator::kModulo}},
  }};
  return levels;
}

bool IsDigit(char character) {
  return character >= '0' && character <= '9';
}

}  // namespace

Expression VelocityParser::Make(size_t begin, decltype(Expression::value) value) const {
  return {source_.SpanOf(begin, position_), std::move(value)};
}

std::optional<Operator> VelocityParser::ReadOperator(size_t level) {
  for (const OperatorSpelling& spelling : Levels()[level]) {
    if (IsNameStart(spelling.text[0])) {
      if (SkipWord(spelling.text)) return spelling.value;
    } else if (source_.text().substr(position_, spelling.text.size()) == spelling.text) {
      position_ += spelling.text.size();
      return spelling.value;
    }
  }
  return std::nullopt;
}

std::optional<Expression> VelocityParser::ParseChain(size_t level) {
  if (level == Levels().size()) return ParseUnary();
  SkipSpace();
  const size_t begin = position_;
  auto first = ParseChain(level + 1);
  if (!first) return std::nullopt;
  OperatorChain chain;
  chain.operands.push_back(*std::move(first));
  while (true) {
    const size_t end = position_;
    SkipSpace();
    const size_t at = position_;
    const std::optional<Operator> found = ReadOperator(level);
    if (!found) {
      position_ = end;
      break;
    }
    if (*found == Operator::kSubtract && IsDigit(source_.At(position_))) {
      Fail(at, "a '-' directly in front of a digit makes a negative number, not a difference",
           "Put a blank behind the '-'");
      return std::nullopt;
    }
    auto operand = ParseChain(level + 1);
    if (!operand) return std::nullopt;
    chain.operators.push_back(*found);
    chain.operands.push_back(*std::move(operand));
  }
  if (chain.operators.empty()) return std::move(chain.operands.front());
  return Make(begin, std::move(chain));
}

std::optional<Expression> VelocityParser::ParseUnary() {
  const Nesting nesting(depth_);
  SkipSpace();
  const size_t begin = position_;
  if (IsTooDeep(begin)) return std::nullopt;
  if (source_.At(position_) == '!' ? (++position_, true) : SkipWord("not")) {
    auto operand = ParseUnary();
    if (!operand) return std::nullopt;
    return Make(begin, Negation{std::make_unique<Expression>(*std::move(operand))});
  }
  if (source_.At(position_) != '(') return ParseOperand("a value");
  ++position_;
  auto inner = ParseExpression();
  if (!inner) return std::nullopt;
  SkipSpace();
  if (!Expect(')', "the expression", "Close the parenthesis")) return std::nullopt;
  return inner;
}

std::optional<Expression> VelocityParser::ParseOperand(std::string_view place) {
  const Nesting nesting(depth_);
  const size_t begin = position_;
  if (IsTooDeep(begin)) return std::nullopt;
  const char character = source_.At(position_);
  if (IsReferenceAt(position_)) {
    auto reference = ParseReference(0);
    if (!reference) return std::nullopt;
    return Make(begin, *std::move(reference));
  }
  if (character == '"' || character == '\'') return ParseString();
  if (character == '[') return ParseList();
  if (character == '{') return ParseMap();
  if (SkipWord("true")) return Make(begin, true);
  if (SkipWord("false")) return Make(begin, false);
  const size_t digit = begin + (character == '-' ? 1 : 0);
  if (IsDigit(source_.At(digit)) || (source_.At(digit) == '.' && IsDigit(source_.At(digit + 1)))) return ParseNumber();
  std::string hint;
  if (SkipWord("null")) {
    hint = "There is no null in templates; leave the name unset";
  } else if (IsNameStart(character)) {
    hint = Concat("Text stands in quotes, a reference begins with $: $", ReadName());
  }
  Fail(begin, Concat("expected ", place, ", found ", Found(begin)), std::move(hint));
  return std::nullopt;
}

std::optional<Expression> VelocityParser::ParseNumber() {
  const size_t begin = position_;
  if (source_.At(position_) == '-') ++position_;
  const auto skip_digits = [&] {
    while (IsDigit(source_.At(position_))) ++position_;
  };
  skip_digits();
  bool is_integer = true;
  if (source_.At(position_) == '.' && IsDigit(source_.At(position_ + 1))) {
    is_integer = false;
    ++position_;
    skip_digits();
  }
  if (const char mark = source_.At(position_); mark == 'e' || mark == 'E') {
    const char sign = source_.At(position_ + 1);
    const size_t digits = position_ + (sign == '+' || sign == '-' ? 2 : 1);
    if (IsDigit(source_.At(digits))) {
      is_integer = false;
      position_ = digits;
      skip_digits();
    }
  }
  const std::string_view text = source_.text().substr(begin, position_ - begin);
  if (is_integer) {
    if (const auto value = ParseInteger<int64_t>(text)) return Make(begin, *value);
  } else {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size()) return Make(begin, value);
  }
  Fail(begin, Concat("the number ", text, " is too large"), "Integers have 64 bits");
  return std::nullopt;
}

std::optional<Expression> VelocityParser::ParseString() {
  const size_t begin = position_;
  const char quote = source_.At(begin);
  const std::string_view text = source_.text();
  size_t end = begin + 1;
  while (true) {
    end = text.find(quote, end);
    if (end == std::string_view::npos) {
      Fail(begin, "the string is not closed",
           Concat("Close it with ", quote, "; a quote inside it is written twice, not with a backslash"));
      return std::nullopt;
    }
    if (source_.At(end + 1) != quote) break;
    end += 2;
  }
  position_ = end + 1;
  VelocitySource inside = VelocitySource::InsideOfString(source_, begin + 1, end, quote);
  StringLiteral literal{std::string(inside.text()), nullptr};
  if (quote == '"' && literal.text.find_first_of("$#") != std::string::npos) {
    VelocityParser parser(std::move(inside), depth_);
    auto block = parser.ParseWhole();
    if (!block) {
      failed_ = true;
      error_ = parser.error();
      return std::nullopt;
    }
    literal.interpolated = std::make_shared<const Block>(*std::move(block));
  }
  return Make(begin, std::move(literal));
}

std::optional<Expression> VelocityParser::ParseList() {
  const size_t begin = position_++;
  ListLiteral list;
  if (source_.At(position_) == ']') {
    ++position_;
    return Make(begin, std::move(list));
  }
  while (true) {
    SkipSpace();
    auto item = ParseOperand("an item of the list");
    if (!item) return std::nullopt;
    SkipSpace();
    list.items.push_back(*std::move(item));
    if (list.items.size() == 1 && source_.text().substr(position_, 2) == "..") {
      position_ += 2;
      SkipSpace();
      auto last = ParseOperand("the end of the range");
      if (!last) return std::nullopt;
      SkipSpace();
      if (!Expect(']', "the range", "Write [1..5]")) return std::nullopt;
      list.items.push_back(*std::move(last));
      return Make(begin, RangeLiteral{std::move(list.items)});
    }
    if (source_.At(position_) == ',') {
      ++position_;
      continue;
    }
    if (!Expect(']', "the item", "Items are separated by commas; they are literals and references"))
      return std::nullopt;
    return Make(begin, std::move(list));
  }
}

std::optional<Expression> VelocityParser::ParseMap() {
  const size_t begin = position_++;
  MapLiteral map;
  SkipSpace();
  if (source_.At(position_) == '}') {
    ++position_;
    return Make(begin, std::move(map));
  }
  while (true) {
    SkipSpace();
    auto key = ParseOperand("a key of the map");
    if (!key) return std::nullopt;
    SkipSpace();
    if (!Expect(':', "the key", "Write {\"key\": value}")) return std::nullopt;
    SkipSpace();
    auto value = ParseOperand("a value of the map");
    if (!value) return std::nullopt;
    SkipSpace();
    map.keys.push_back(*std::move(key));
    map.values.push_back(*std::move(value));
    if (source_.At(position_) == ',') {
      ++position_;
      continue;
    }
    if (!Expect('}', "the value", "Entries are separated by commas")) return std::nullopt;
    return Make(begin, std::move(map));
  }
}

}  // namespace genesys_cfn::action_runtime
