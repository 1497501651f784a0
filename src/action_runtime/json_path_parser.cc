// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "action_runtime/json_path.h"
#include "action_runtime/path_cursor.h"
#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr size_t kLongestPath = 10'000;
constexpr int kDeepestNesting = 20;

struct NamedFunction {
  std::string_view name;
  PathFunction function;
};
constexpr std::array<NamedFunction, 13> kFunctions = {{{"length", PathFunction::kLength},
                                                       {"size", PathFunction::kSize},
                                                       {"min", PathFunction::kMin},
                                                       {"max", PathFunction::kMax},
                                                       {"avg", PathFunction::kAverage},
                                                       {"sum", PathFunction::kSum},
                                                       {"stddev", PathFunction::kStandardDeviation},
                                                       {"concat", PathFunction::kConcat},
                                                       {"keys", PathFunction::kKeys},
                                                       {"first", PathFunction::kFirst},
                                                       {"last", PathFunction::kLast},
                                                       {"index", PathFunction::kIndex},
                                                       {"append", PathFunction::kAppend}}};

struct NamedOperator {
  std::string_view text;
  FilterOperator comparison;
};
// Longer signs before their beginnings.
constexpr std::array<NamedOperator, 9> kSigns = {{{"===", FilterOperator::kSameTypeEqual},
                                                  {"!==", FilterOperator::kSameTypeNotEqual},
                                                  {"==", FilterOperator::kEqual},
                                                  {"!=", FilterOperator::kNotEqual},
                                                  {"=~", FilterOperator::kMatches},
                                                  {"<=", FilterOperator::kLessOrEqual},
                                                  {">=", FilterOperator::kGreaterOrEqual},
                                                  {"<", FilterOperator::kLess},
                                                  {">", FilterOperator::kGreater}}};
constexpr std::array<NamedOperator, 9> kWords = {{{"in", FilterOperator::kIn},
                                                  {"nin", FilterOperator::kNotIn},
                                                  {"subsetof", FilterOperator::kSubsetOf},
                                                  {"anyof", FilterOperator::kAnyOf},
                                                  {"noneof", FilterOperator::kNoneOf},
                                                  {"contains", FilterOperator::kContains},
                                                  {"all", FilterOperator::kAll},
                                                  {"size", FilterOperator::kSize},
                                                  {"empty", FilterOperator::kEmpty}}};

// Where a path stands: alone, or in a filter or an argument, where a name also ends at what can follow there.
enum class Place { kAlone, kNested };

// Every member function that can fail says so with false (or nullopt), and the cursor has the error then.
class Parser {
 public:
  explicit Parser(std::string_view text) : cursor_(text) {}

  std::variant<JsonPath, TextError> Parse() {
    JsonPath path;
    cursor_.SkipBlanks();
    bool read = false;
    if (cursor_.AtEnd()) {
      cursor_.Fail("the path is empty", "write $ for the whole document");
    } else if (cursor_.Take('$')) {
      read = ReadSteps(Place::kAlone, path.steps);
    } else if (cursor_.Peek() == '@') {
      cursor_.Fail("'@' stands for the item of a filter, and here is no filter", "begin the path with $");
    } else if (cursor_.Peek() == '[' || cursor_.Peek() == '.' || cursor_.Peek() == '*') {
      read = (cursor_.Peek() != '*' || ReadDotted(Place::kAlone, path.steps)) && ReadSteps(Place::kAlone, path.steps);
    } else {
      read = ReadDotted(Place::kAlone, path.steps) && ReadSteps(Place::kAlone, path.steps);
    }
    cursor_.SkipBlanks();
    if (read && !cursor_.AtEnd()) {
      read = cursor_.Fail("the path ends before this", "write names with blanks or signs in brackets: ['a name']");
    }
    if (!read) return cursor_.error();
    return path;
  }

 private:
  bool ReadSteps(Place place, std::vector<PathStep>& steps) {
    while (!cursor_.AtEnd()) {
      if (cursor_.Take("..")) {
        steps.emplace_back(ScanStep{});
        if (cursor_.AtEnd()) return cursor_.Fail("a path cannot end with '..'", "say what to look for: ..name or ..*");
        if (cursor_.Peek() != '[' && !ReadDotted(place, steps)) return false;
      } else if (cursor_.Take('.')) {
        if (cursor_.AtEnd()) return cursor_.Fail("a path cannot end with '.'", "remove it, or add a name");
        if (cursor_.Peek() != '[' && !ReadDotted(place, steps)) return false;
      } else if (cursor_.Peek() == '[') {
        if (!ReadBracket(steps)) return false;
      } else {
        return true;
      }
    }
    return true;
  }

  // What follows a dot: *, a name, or a function.
  bool ReadDotted(Place place, std::vector<PathStep>& steps) {
    if (cursor_.Take('*')) {
      steps.emplace_back(WildcardStep{});
      return true;
    }
    const size_t start = cursor_.offset();
    std::string name(cursor_.TakeUntil(place == Place::kAlone ? " \t\r\n.[(" : " \t\r\n.[](),<>=~!&|"));
    if (name.empty()) return cursor_.Fail("a name is missing", "write .name, ['name'], .* or [0]");
    if (!cursor_.Take('(')) {
      steps.emplace_back(NamesStep{{std::move(name)}});
      return true;
    }
    const auto known = std::find_if(kFunctions.begin(), kFunctions.end(),
                                    [&](const NamedFunction& function) { return function.name == name; });
    if (known == kFunctions.end()) {
      std::vector<std::string> names;
      for (const NamedFunction& function : kFunctions) names.emplace_back(function.name);
      const auto near = Suggest(name, names);
      return cursor_.FailAt(
          start, Concat("there is no function '", name, "'"),
          near.has_value() ? Concat("did you mean ", *near, "()?") : Concat("the functions are ", Join(names, ", ")));
    }
    FunctionStep step{known->function, {}};
    if (!ReadArguments(step.arguments)) return false;
    if (step.function == PathFunction::kIndex && step.arguments.size() != 1) {
      return cursor_.FailAt(start, "index() takes one argument", "write index(0)");
    }
    steps.emplace_back(std::move(step));
    return true;
  }

  bool ReadArguments(std::vector<FunctionArgument>& arguments) {
    cursor_.SkipBlanks();
    if (cursor_.Take(')')) return true;
    while (true) {
      cursor_.SkipBlanks();
      auto argument = ReadValue();
      if (!argument.has_value()) return false;
      arguments.push_back({*std::move(argument)});
      cursor_.SkipBlanks();
      if (cursor_.Take(')')) return true;
      if (!cursor_.Take(',')) return cursor_.Fail("',' or ')' is missing after an argument", "");
    }
  }

  bool ReadBracket(std::vector<PathStep>& steps) {
    const size_t start = cursor_.offset();
    cursor_.Take('[');
    cursor_.SkipBlanks();
    if (cursor_.AtEnd()) return cursor_.FailAt(start, "'[' has no ']'", "");
    bool read = false;
    if (cursor_.Take('*')) {
      steps.emplace_back(WildcardStep{});
      read = true;
    } else if (cursor_.Peek() == '\'' || cursor_.Peek() == '"') {
      read = ReadNames(steps);
    } else if (cursor_.Peek() == '?') {
      read = ReadFilter(steps);
    } else {
      read = ReadNumbers(steps);
    }
    if (!read) return false;
    cursor_.SkipBlanks();
    return cursor_.Take(']') || cursor_.Fail("']' is missing", "");
  }

  bool ReadNames(std::vector<PathStep>& steps) {
    NamesStep step;
    do {
      cursor_.SkipBlanks();
      auto name = cursor_.TakeQuoted();
      if (!name.has_value()) return false;
      step.names.push_back(*std::move(name));
      cursor_.SkipBlanks();
    } while (cursor_.Take(','));
    steps.emplace_back(std::move(step));
    return true;
  }

  // [0], [0,1], [1:5:2].
  bool ReadNumbers(std::vector<PathStep>& steps) {
    const size_t start = cursor_.offset();
    std::vector<std::optional<int64_t>> numbers;
    char separator = 0;
    while (true) {
      cursor_.SkipBlanks();
      const std::string_view digits = cursor_.TakeWhile("-0123456789");
      const auto number = ParseInteger<int64_t>(digits);
      if (!digits.empty() && !number.has_value()) return cursor_.FailAt(start, "an index must be a whole number", "");
      numbers.push_back(number);
      cursor_.SkipBlanks();
      const char next = cursor_.AtEnd() ? '\0' : cursor_.Peek();
      if ((next != ',' && next != ':') || (separator != 0 && next != separator)) break;
      separator = next;
      cursor_.Take(next);
    }
    if (separator == ':') {
      if (numbers.size() > 3) return cursor_.FailAt(start, "a slice has at most three numbers", "write [from:to:step]");
      SliceStep slice{numbers[0], numbers[1], numbers.size() == 3 ? numbers[2].value_or(1) : 1};
      if (slice.stride < 1) return cursor_.FailAt(start, "the step of a slice must be above 0", "");
      steps.emplace_back(slice);
      return true;
    }
    IndexesStep step;
    for (const auto& number : numbers) {
      if (!number.has_value()) {
        return cursor_.FailAt(start, "brackets hold a quoted name, an index, a slice, * or a filter",
                              "quote names: ['name']; filters are [?(@.name == 'x')]");
      }
      step.indexes.push_back(*number);
    }
    steps.emplace_back(std::move(step));
    return true;
  }

  bool ReadFilter(std::vector<PathStep>& steps) {
    cursor_.Take('?');
    cursor_.SkipBlanks();
    if (cursor_.AtEnd() || cursor_.Peek() != '(') {
      return cursor_.Fail("a filter stands in parentheses", "write [?(@.name == 'x')]");
    }
    auto expression = ReadGroup();
    if (!expression.has_value()) return false;
    FilterStep step;
    step.expression.push_back(*std::move(expression));
    steps.emplace_back(std::move(step));
    return true;
  }

  // ( expression )
  std::optional<FilterExpression> ReadGroup() {
    if (++depth_ > kDeepestNesting) {
      cursor_.Fail(Concat("filters and groups nest more than ", kDeepestNesting, " deep"), "");
      return std::nullopt;
    }
    const size_t start = cursor_.offset();
    cursor_.Take('(');
    auto expression = ReadAlternatives();
    if (!expression.has_value()) return std::nullopt;
    cursor_.SkipBlanks();
    if (!cursor_.Take(')')) {
      if (cursor_.AtEnd()) {
        cursor_.FailAt(start, "'(' has no ')'", "");
      } else {
        cursor_.Fail("an operator or ')' is missing", "the operators are ==, !=, <, <=, >, >=, =~, in, nin, &&, ||");
      }
      return std::nullopt;
    }
    --depth_;
    return expression;
  }

  std::optional<FilterExpression> ReadAlternatives() {
    return ReadSequence(FilterExpression::Kind::kOr, "||", [this] {
      return ReadSequence(FilterExpression::Kind::kAnd, "&&", [this] { return ReadTerm(); });
    });
  }
  template <typename ReadPart>
  std::optional<FilterExpression> ReadSequence(FilterExpression::Kind kind, std::string_view sign, ReadPart read) {
    auto first = read();
    if (!first.has_value()) return std::nullopt;
    cursor_.SkipBlanks();
    if (!cursor_.StartsWith(sign)) return first;
    FilterExpression all{.kind = kind};
    all.parts.push_back(*std::move(first));
    while (cursor_.Take(sign)) {
      auto next = read();
      if (!next.has_value()) return std::nullopt;
      all.parts.push_back(*std::move(next));
      cursor_.SkipBlanks();
    }
    return all;
  }

  // ! term, ( expression ), or a comparison.
  std::optional<FilterExpression> ReadTerm() {
    cursor_.SkipBlanks();
    bool negated = false;
    while (cursor_.Take('!')) {
      negated = !negated;
      cursor_.SkipBlanks();
    }
    auto term = !cursor_.AtEnd() && cursor_.Peek() == '(' ? ReadGroup() : ReadComparison();
    if (!term.has_value() || !negated) return term;
    FilterExpression negation{.kind = FilterExpression::Kind::kNot};
    negation.parts.push_back(*std::move(term));
    return negation;
  }

  std::optional<FilterExpression> ReadComparison() {
    FilterExpression comparison;
    const size_t start = cursor_.offset();
    auto left = ReadOperand();
    if (!left.has_value()) return std::nullopt;
    comparison.left = *std::move(left);
    cursor_.SkipBlanks();
    const size_t sign = cursor_.offset();
    const auto found = TakeOperator();
    if (!found.has_value()) {
      if (!std::holds_alternative<JsonPath>(comparison.left)) {
        cursor_.FailAt(start, "a value alone is no condition", "compare it: @.name == 'x'");
        return std::nullopt;
      }
      return comparison;
    }
    comparison.kind = FilterExpression::Kind::kCompare;
    comparison.comparison = *found;
    cursor_.SkipBlanks();
    auto right = ReadOperand();
    if (!right.has_value()) return std::nullopt;
    comparison.right = *std::move(right);
    const bool has_pattern =
        std::holds_alternative<Pattern>(comparison.left) || std::holds_alternative<Pattern>(comparison.right);
    if (has_pattern != (*found == FilterOperator::kMatches)) {
      cursor_.FailAt(sign, "=~ compares with a pattern, and nothing else does", "write @.name =~ /x.*/i");
      return std::nullopt;
    }
    return comparison;
  }

  std::optional<FilterOperator> TakeOperator() {
    for (const NamedOperator& sign : kSigns) {
      if (cursor_.Take(sign.text)) return sign.comparison;
    }
    const size_t start = cursor_.offset();
    const std::string word = ToLower(cursor_.TakeLetters());
    for (const NamedOperator& named : kWords) {
      if (named.text == word) return named.comparison;
    }
    cursor_.MoveTo(start);
    return std::nullopt;
  }

  using Pattern = std::shared_ptr<const JavaPattern>;

  std::optional<FilterOperand> ReadOperand() {
    if (!cursor_.AtEnd() && cursor_.Peek() == '/') {
      auto pattern = ReadPattern();
      if (!pattern.has_value()) return std::nullopt;
      return FilterOperand(*std::move(pattern));
    }
    auto value = ReadValue();
    if (!value.has_value()) return std::nullopt;
    if (auto* const path = std::get_if<JsonPath>(&*value)) return FilterOperand(std::move(*path));
    return FilterOperand(std::get<json::Value>(*std::move(value)));
  }

  std::optional<Pattern> ReadPattern() {
    const size_t start = cursor_.offset();
    const auto text = cursor_.TakeDelimited('/');
    if (!text.has_value()) {
      cursor_.FailAt(start, "the pattern has no '/' at its end", "");
      return std::nullopt;
    }
    std::string flags(cursor_.TakeLetters());
    if (flags.find_first_not_of("ims") != std::string::npos) {
      cursor_.FailAt(start, "the flags of a pattern are i, m and s", "");
      return std::nullopt;
    }
    if (!flags.empty()) flags = Concat("(?", flags, ")");
    auto pattern = JavaPattern::Compile(Concat(flags, *text));
    if (const auto* const reason = std::get_if<std::string>(&pattern)) {
      cursor_.FailAt(start, Concat("the pattern cannot be used: ", *reason), "");
      return std::nullopt;
    }
    return std::make_shared<const JavaPattern>(std::get<JavaPattern>(std::move(pattern)));
  }

  // A path, a quoted text, or JSON.
  std::optional<std::variant<json::Value, JsonPath>> ReadValue() {
    if (cursor_.AtEnd()) {
      cursor_.Fail("a value is missing", "");
      return std::nullopt;
    }
    const char first = cursor_.Peek();
    if (first == '$' || first == '@') {
      cursor_.Take(first);
      JsonPath path;
      path.root = first == '$' ? JsonPath::Root::kDocument : JsonPath::Root::kItem;
      if (!ReadSteps(Place::kNested, path.steps)) return std::nullopt;
      return path;
    }
    if (first == '\'' || first == '"') {
      auto text = cursor_.TakeQuoted();
      if (!text.has_value()) return std::nullopt;
      return json::Value(*std::move(text));
    }
    return ReadLiteral();
  }

  std::optional<std::variant<json::Value, JsonPath>> ReadLiteral() {
    const size_t start = cursor_.offset();
    if (cursor_.Peek() == '[') {
      auto list = ReadList();
      if (!list.has_value()) return std::nullopt;
      return json::Value(*std::move(list));
    }
    const std::string_view text = cursor_.TakeUntil(" \t\r\n(),]<>=~!&|");
    auto value = json::Parse(text);
    if (!value.has_value()) {
      cursor_.FailAt(start, "this is no path, text, number, true, false, null or list",
                     "begin paths with @ or $, and put texts in quotes");
      return std::nullopt;
    }
    return *std::move(value);
  }

  // ['a', 1, true]: as JSON, and with single quotes too.
  std::optional<json::Array> ReadList() {
    json::Array items;
    cursor_.Take('[');
    cursor_.SkipBlanks();
    if (cursor_.Take(']')) return items;
    while (true) {
      cursor_.SkipBlanks();
      if (!cursor_.AtEnd() && cursor_.Peek() == '[') {
        cursor_.Fail("lists in lists are not supported here", "");
        return std::nullopt;
      }
      auto item = ReadValue();
      if (!item.has_value()) return std::nullopt;
      const auto* const value = std::get_if<json::Value>(&*item);
      if (value == nullptr) {
        cursor_.Fail("a list holds values, no paths", "");
        return std::nullopt;
      }
      items.push_back(*value);
      cursor_.SkipBlanks();
      if (cursor_.Take(']')) return items;
      if (!cursor_.Take(',')) {
        cursor_.Fail("',' or ']' is missing in a list", "");
        return std::nullopt;
      }
    }
  }

  PathCursor cursor_;
  int depth_ = 0;
};

}  // namespace

std::variant<JsonPath, TextError> ParseJsonPath(std::string_view text) {
  if (text.size() > kLongestPath) {
    return TextError{kLongestPath, Concat("a path may have ", kLongestPath, " bytes"), ""};
  }
  return Parser(text).Parse();
}

size_t JsonPath::CollectedSteps() const {
  if (steps.empty() || !std::holds_alternative<ScanStep>(steps.front())) return 0;
  const auto function = std::find_if(steps.begin(), steps.end(),
                                     [](const PathStep& step) { return std::holds_alternative<FunctionStep>(step); });
  return function == steps.end() ? 0 : static_cast<size_t>(function - steps.begin());
}

bool JsonPath::IsDefinite() const {
  for (size_t index = CollectedSteps(); index < steps.size(); ++index) {
    const PathStep& step = steps[index];
    if (const auto* const names = std::get_if<NamesStep>(&step)) {
      // Several names at the end make one object.
      if (names->names.size() > 1 && &step != &steps.back()) return false;
    } else if (const auto* const indexes = std::get_if<IndexesStep>(&step)) {
      if (indexes->indexes.size() > 1) return false;
    } else if (!std::holds_alternative<FunctionStep>(step)) {
      return false;
    }
  }
  return true;
}

}  // namespace genesys_cfn::action_runtime
