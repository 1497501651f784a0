// SPDX-License-Identifier: Apache-2.0
#include "lint/source.h"

#include "base/text.h"
#include "json/pointer.h"
#include "yaml/scalar_offsets.h"

namespace genesys_cfn::lint {
namespace {

size_t OffsetOf(std::string_view text, yaml::Mark mark) {
  size_t at = 0;
  for (int line = 1; line < mark.line && at != std::string_view::npos; ++line) {
    at = text.find('\n', at);
    if (at != std::string_view::npos) ++at;
  }
  if (at == std::string_view::npos) return text.size();
  return std::min(text.size(), at + static_cast<size_t>(std::max(mark.column, 1) - 1));
}

}  // namespace

Range MappedText::At(size_t begin, size_t end) const {
  begin = std::min(begin, text.size());
  end = std::clamp(end, begin, text.size());
  if (offsets.empty()) return {begin, end};
  return {offsets[begin], std::max(offsets[begin], offsets[end])};
}

std::variant<SourceDocument, SourceError> SourceDocument::Load(MappedText text) {
  auto loaded = yaml::Load(text.text, {.places = yaml::Places::kMarksAndSpans});
  if (const auto* error = std::get_if<yaml::SyntaxError>(&loaded)) {
    const size_t at = OffsetOf(text.text, error->mark);
    return SourceError{text.At(at, at + 1), error->message};
  }
  SourceDocument document;
  document.text_ = std::move(text);
  document.document_ = std::move(std::get<yaml::Document>(loaded));
  return document;
}

Range SourceDocument::Value(std::string_view pointer) const {
  return Find(pointer, Part::kValue);
}

Range SourceDocument::Name(std::string_view pointer) const {
  return Find(pointer, Part::kName);
}

Range SourceDocument::Find(std::string_view pointer, Part part) const {
  const yaml::Spans& spans = document_.spans;
  for (std::string_view at = pointer;;) {
    const auto value = spans.values.find(at);
    if (value != spans.values.end()) {
      if (at != pointer) {
        const SourceDocument* inner = Inner(at);
        if (inner != nullptr) return inner->Find(pointer.substr(at.size()), part);
      }
      const auto name = spans.names.find(at);
      const bool is_collection = value->second.style == yaml::TokenStyle::kCollection;
      const bool wants_name = part == Part::kName || is_collection || at != pointer;
      const yaml::Span& span = wants_name && name != spans.names.end() ? name->second : value->second;
      return text_.At(span.begin, span.end);
    }
    const size_t slash = at.rfind('/');
    if (at.empty() || slash == std::string_view::npos) return text_.At(0, 1);
    at = at.substr(0, slash);
  }
}

std::optional<MappedText> SourceDocument::OwnText(std::string_view pointer) const {
  const json::Value* value = json::Resolve(document_.root, pointer);
  const std::string* string = value == nullptr ? nullptr : value->AsString();
  const auto span = document_.spans.values.find(pointer);
  if (string == nullptr || span == document_.spans.values.end()) return std::nullopt;
  MappedText text{*string, yaml::ScalarOffsets(text_.text, span->second, *string)};
  if (!text_.offsets.empty()) {
    for (size_t& offset : text.offsets) offset = text_.offsets[std::min(offset, text_.offsets.size() - 1)];
  }
  return text;
}

std::optional<MappedText> SourceDocument::Text(std::string_view pointer) const {
  if (auto own = OwnText(pointer)) return own;
  for (std::string_view at = pointer; !at.empty();) {
    at = at.substr(0, at.rfind('/'));
    if (!document_.spans.values.contains(at)) continue;
    const SourceDocument* inner = Inner(at);
    return inner == nullptr ? std::nullopt : inner->Text(pointer.substr(at.size()));
  }
  return std::nullopt;
}

const SourceDocument* SourceDocument::Inner(std::string_view pointer) const {
  const auto known = inner_.find(pointer);
  if (known != inner_.end()) return known->second.get();
  auto& slot = inner_[std::string(pointer)];
  auto text = OwnText(pointer);
  if (!text || !yaml::IsJson(text->text)) return nullptr;
  auto loaded = Load(*std::move(text));
  if (auto* document = std::get_if<SourceDocument>(&loaded)) {
    slot = std::make_unique<SourceDocument>(std::move(*document));
  }
  return slot.get();
}

SourceError JsonErrorIn(const MappedText& text, const std::string& message) {
  const size_t line_at = message.find("line ");
  const size_t column_at = message.find(", column ");
  const size_t end = column_at == std::string::npos ? column_at : message.find(": ", column_at);
  if (line_at == std::string::npos || end == std::string::npos || column_at < line_at) return {text.Whole(), message};
  const std::string_view view = message;
  const auto line = ParseInteger<int>(view.substr(line_at + 5, column_at - line_at - 5));
  const auto column = ParseInteger<int>(view.substr(column_at + 9, end - column_at - 9));
  if (!line || !column) return {text.Whole(), message};
  const size_t at = OffsetOf(text.text, {*line, *column});
  return {text.At(at, at + 1), message.substr(end + 2)};
}

}  // namespace genesys_cfn::lint
