// SPDX-License-Identifier: Apache-2.0
#include "yaml/position_recorder.h"

#include <algorithm>

#include "json/pointer.h"

namespace genesys_cfn::yaml {
namespace {

bool StartsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}
bool IsAscii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

}  // namespace

TextIndex::TextIndex(std::string_view text) : text_(text), line_starts_{0} {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
  if (std::all_of(text.begin(), text.end(), IsAscii)) return;
  for (size_t i = 0; i < text.size(); ++i) {
    if (StartsCharacter(text[i])) characters_.push_back(i);
  }
}

Mark TextIndex::AtByte(size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto next_line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return {static_cast<int>(next_line - line_starts_.begin()), static_cast<int>(offset - *(next_line - 1)) + 1};
}

size_t TextIndex::ByteOfCharacter(size_t index) const {
  if (characters_.empty()) return std::min(index, text_.size());
  return index < characters_.size() ? characters_[index] : text_.size();
}

PositionRecorder::Scope::Scope(PositionRecorder& recorder, std::string_view token)
    : recorder_(recorder), outer_size_(recorder.pointer_.size()) {
  recorder.pointer_ += json::AppendToken({}, token);
}

PositionRecorder::Scope::Scope(PositionRecorder& recorder, size_t index)
    : recorder_(recorder), outer_size_(recorder.pointer_.size()) {
  recorder.pointer_ += json::AppendIndex({}, index);
}

void PositionRecorder::AddValue(Mark mark, const Span& span) {
  if (!Spend()) return;
  positions_.values.emplace(pointer_, mark);
  if (places_ == Places::kMarksAndSpans) spans_.values.emplace(pointer_, span);
}

void PositionRecorder::AddName(Mark mark, const Span& span) {
  if (!Spend()) return;
  positions_.names.emplace(pointer_, mark);
  if (places_ == Places::kMarksAndSpans) spans_.names.emplace(pointer_, span);
}

bool PositionRecorder::Spend() {
  if (pointer_.size() > budget_) return false;
  budget_ -= pointer_.size();
  return true;
}

}  // namespace genesys_cfn::yaml
