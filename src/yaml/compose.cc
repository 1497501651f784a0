// SPDX-License-Identifier: Apache-2.0
#include "yaml/compose.h"

#include <yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "base/text.h"
#include "yaml/position_recorder.h"
#include "yaml/scalar.h"
#include "yaml/short_tags.h"

namespace genesys_cfn::yaml {
namespace {

constexpr std::string_view kNoAliases = "Template error: YAML aliases are not allowed in CloudFormation templates";

struct Event {
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&raw); }

  [[nodiscard]] std::string_view tag() const {
    const yaml_char_t* text = raw.type == YAML_SCALAR_EVENT           ? raw.data.scalar.tag
                              : raw.type == YAML_SEQUENCE_START_EVENT ? raw.data.sequence_start.tag
                              : raw.type == YAML_MAPPING_START_EVENT  ? raw.data.mapping_start.tag
                                                                      : nullptr;
    return View(text);
  }
  [[nodiscard]] bool has_anchor() const {
    return (raw.type == YAML_ALIAS_EVENT) || (raw.type == YAML_SCALAR_EVENT && raw.data.scalar.anchor != nullptr) ||
           (raw.type == YAML_SEQUENCE_START_EVENT && raw.data.sequence_start.anchor != nullptr) ||
           (raw.type == YAML_MAPPING_START_EVENT && raw.data.mapping_start.anchor != nullptr);
  }
  [[nodiscard]] bool is_plain() const { return raw.data.scalar.style == YAML_PLAIN_SCALAR_STYLE; }
  [[nodiscard]] std::string text() const {
    return {reinterpret_cast<const char*>(raw.data.scalar.value), raw.data.scalar.length};
  }

  static std::string_view View(const yaml_char_t* text) {
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
  }

  yaml_event_t raw{};
};

// Composes by recursion, which the depth limit bounds. The first mistake ends the work: it is in `error_`, and every
// function then returns nullopt or false.
class Composer {
 public:
  Composer(std::string_view text, const LoadOptions& options)
      : text_(text), options_(options), index_(text), recorder_(options.places) {
    ready_ = yaml_parser_initialize(&parser_) != 0;
    if (!ready_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  Composer(const Composer&) = delete;
  Composer& operator=(const Composer&) = delete;
  ~Composer() {
    if (ready_) yaml_parser_delete(&parser_);
  }

  std::variant<Document, SyntaxError> Run() {
    if (!ready_) return SyntaxError{{1, 1}, "there is not enough memory to read the text"};
    std::optional<json::Value> root = Stream();
    if (!root) return *std::move(error_);
    return Document{*std::move(root), recorder_.TakePositions(), recorder_.TakeSpans()};
  }

 private:
  std::optional<json::Value> Stream() {
    Event start;
    Event document;
    Event first;
    if (!Next(start) || !Next(document)) return std::nullopt;
    if (document.raw.type == YAML_STREAM_END_EVENT) return Fail({1, 1}, "the document is empty");
    if (!Next(first)) return std::nullopt;
    std::optional<json::Value> root = Node(first);
    Event end;
    Event after;
    if (!root || !Next(end) || !Next(after)) return std::nullopt;
    if (after.raw.type != YAML_STREAM_END_EVENT) {
      return Fail(MarkOf(after), "a second document starts here: a file holds one");
    }
    if (root->is_null()) return Fail({1, 1}, "the document is empty");
    return root;
  }

  std::optional<json::Value> Node(const Event& event) {
    const Mark mark = MarkOf(event);
    if (event.has_anchor()) return FailUnsupported(mark);
    const Span span = SpanOf(event);
    recorder_.AddValue(mark, span);
    const std::string_view tag = event.tag();
    const std::optional<std::string> function = LongForm(tag);
    if (!function) {
      if (!tag.empty() && CoreTagOf(tag) == CoreTag::kNone) return Fail(mark, UnknownTagMessage(tag));
      return Content(event);
    }
    const PositionRecorder::Scope inner(recorder_, *function);
    recorder_.AddValue(mark, span);
    std::optional<json::Value> argument = Content(event);
    if (!argument) return std::nullopt;
    if (*function == "Fn::GetAtt") SplitAttribute(*argument, mark, span);
    return json::Value(json::Object{{*function, *std::move(argument)}});
  }

  std::optional<json::Value> Content(const Event& event) {
    const CoreTag tag = CoreTagOf(event.tag());
    if (event.raw.type == YAML_SCALAR_EVENT) {
      if (tag == CoreTag::kSequence || tag == CoreTag::kMapping) return FailWrongKind(event);
      return Scalar(event);
    }
    const bool is_sequence = event.raw.type == YAML_SEQUENCE_START_EVENT;
    if (tag != CoreTag::kNone && tag != (is_sequence ? CoreTag::kSequence : CoreTag::kMapping)) {
      return FailWrongKind(event);
    }
    // Checked while reading: libyaml's time is quadratic in the depth of flow collections.
    if (++depth_ > options_.max_depth) {
      return Fail(MarkOf(event), Concat("nested more than ", options_.max_depth, " levels deep"));
    }
    std::optional<json::Value> value = is_sequence ? Sequence() : Mapping();
    --depth_;
    return value;
  }

  // A scalar under a function's tag is always text: !Sub 5 and !Ref on take "5" and "on".
  static json::Value Scalar(const Event& event) {
    const std::string_view tag = event.tag();
    const bool resolve = tag.empty() ? event.is_plain() : CoreTagOf(tag) == CoreTag::kPlain;
    return resolve ? PlainScalar(event.text()) : json::Value(event.text());
  }

  std::optional<json::Value> Sequence() {
    json::Array items;
    while (true) {
      Event event;
      if (!Next(event)) return std::nullopt;
      if (event.raw.type == YAML_SEQUENCE_END_EVENT) return json::Value(std::move(items));
      const PositionRecorder::Scope scope(recorder_, items.size());
      std::optional<json::Value> item = Node(event);
      if (!item) return std::nullopt;
      items.push_back(*std::move(item));
    }
  }

  std::optional<json::Value> Mapping() {
    json::Object object;
    std::map<std::string, Mark> seen;
    while (true) {
      Event key;
      if (!Next(key)) return std::nullopt;
      if (key.raw.type == YAML_MAPPING_END_EVENT) return json::Value(std::move(object));
      if (!CheckKey(key)) return std::nullopt;
      std::string name = key.text();
      const auto [earlier, is_new] = seen.emplace(name, MarkOf(key));
      if (!is_new) {
        return Fail(MarkOf(key), Concat("the key \"", TruncateUtf8(name, 80),
                                        "\" is here a second time; it was first on line ", earlier->second.line));
      }
      const PositionRecorder::Scope scope(recorder_, name);
      recorder_.AddName(MarkOf(key), SpanOf(key));
      Event event;
      if (!Next(event)) return std::nullopt;
      std::optional<json::Value> value = Node(event);
      if (!value) return std::nullopt;
      object.Append(std::move(name), *std::move(value));
    }
  }

  bool CheckKey(const Event& key) {
    const bool is_scalar = key.raw.type == YAML_SCALAR_EVENT;
    if (key.has_anchor() || (is_scalar && key.is_plain() && key.text() == "<<")) {
      FailUnsupported(MarkOf(key));
    } else if (!is_scalar) {
      Fail(MarkOf(key), "a key must be a text, not a list or a mapping");
    } else if (!key.tag().empty() && CoreTagOf(key.tag()) == CoreTag::kNone) {
      Fail(MarkOf(key), Concat("a key must be a text: the tag ", TruncateUtf8(key.tag(), 80), " is not possible here"));
    } else if (key.is_plain() && key.text().empty()) {
      Fail(MarkOf(key), "a key is missing before the colon");
    }
    return !error_.has_value();
  }

  void SplitAttribute(json::Value& argument, Mark mark, const Span& span) {
    const std::string* text = argument.AsString();
    const size_t dot = text == nullptr ? std::string::npos : text->find('.');
    if (dot == std::string::npos) return;
    for (const size_t i : {size_t{0}, size_t{1}}) {
      const PositionRecorder::Scope scope(recorder_, i);
      recorder_.AddValue(mark, span);
    }
    argument = json::Value(json::Array{text->substr(0, dot), text->substr(dot + 1)});
  }

  bool Next(Event& event) {
    if (yaml_parser_parse(&parser_, &event.raw) != 0) return true;
    if (parser_.error == YAML_READER_ERROR) {
      Fail(index_.AtByte(parser_.problem_offset),
           Concat(Problem(), ": the text must be valid UTF-8 without control characters"));
      return false;
    }
    const size_t at = index_.ByteOfCharacter(parser_.problem_mark.index);
    std::string message = Problem();
    if (at < text_.size() && text_[at] == '\t') message += ": a tab cannot be used for indentation";
    if (parser_.context != nullptr) {
      const Mark context = index_.AtByte(index_.ByteOfCharacter(parser_.context_mark.index));
      message =
          Concat(parser_.context, " that starts at line ", context.line, ", column ", context.column, ": ", message);
    }
    Fail(index_.AtByte(at), std::move(message));
    return false;
  }

  [[nodiscard]] std::string Problem() const {
    return parser_.problem != nullptr ? std::string(parser_.problem) : "the text cannot be read";
  }

  [[nodiscard]] Mark MarkOf(const Event& event) const {
    return index_.AtByte(index_.ByteOfCharacter(event.raw.start_mark.index));
  }

  // Of a scalar without its tag, which libyaml counts in.
  [[nodiscard]] Span SpanOf(const Event& event) const {
    size_t begin = index_.ByteOfCharacter(event.raw.start_mark.index);
    if (event.raw.type != YAML_SCALAR_EVENT) return {begin, begin + 1, TokenStyle::kCollection};
    const size_t end = std::max(begin, index_.ByteOfCharacter(event.raw.end_mark.index));
    if (!event.tag().empty()) begin = SkipTag(begin, end);
    return {begin, end, StyleOf(event.raw.data.scalar.style)};
  }

  // An empty scalar may follow the tag, and a comment.
  [[nodiscard]] size_t SkipTag(size_t begin, size_t end) const {
    size_t at = begin;
    while (at < end && !IsBlankOrBreak(text_[at])) ++at;
    while (at < end && (IsBlankOrBreak(text_[at]) || text_[at] == '#')) {
      at = text_[at] == '#' ? std::min(text_.find('\n', at), end) : at + 1;
    }
    return at;
  }

  static bool IsBlankOrBreak(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  static TokenStyle StyleOf(yaml_scalar_style_t style) {
    switch (style) {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return TokenStyle::kSingleQuoted;
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return TokenStyle::kDoubleQuoted;
      case YAML_LITERAL_SCALAR_STYLE:
        return TokenStyle::kLiteral;
      case YAML_FOLDED_SCALAR_STYLE:
        return TokenStyle::kFolded;
      default:
        return TokenStyle::kPlain;
    }
  }

  std::nullopt_t Fail(Mark mark, std::string message) {
    if (!error_) error_ = SyntaxError{mark, std::move(message)};
    return std::nullopt;
  }
  std::nullopt_t FailUnsupported(Mark mark) {
    if (!error_) error_ = SyntaxError{mark, std::string(kNoAliases), SyntaxErrorKind::kUnsupported};
    return std::nullopt;
  }
  std::nullopt_t FailWrongKind(const Event& event) {
    return Fail(MarkOf(event), Concat("the value is not of the kind that its tag says (", event.tag(), ")"));
  }

  std::string_view text_;
  const LoadOptions& options_;
  TextIndex index_;
  PositionRecorder recorder_;
  yaml_parser_t parser_{};
  bool ready_ = false;
  size_t depth_ = 0;
  std::optional<SyntaxError> error_;
};

}  // namespace

std::variant<Document, SyntaxError> ComposeYaml(std::string_view text, const LoadOptions& options) {
  return Composer(text, options).Run();
}

}  // namespace genesys_cfn::yaml
