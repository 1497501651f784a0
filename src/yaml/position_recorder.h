// SPDX-License-Identifier: Apache-2.0
// Offsets in a text as lines and columns, and the map that Load fills with them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/load.h"

namespace genesys_cfn::yaml {

class TextIndex {
 public:
  // The text must outlive the index.
  explicit TextIndex(std::string_view text);

  [[nodiscard]] Mark AtByte(size_t offset) const;
  // For libyaml, which counts UTF-8 characters.
  [[nodiscard]] size_t ByteOfCharacter(size_t index) const;

 private:
  std::string_view text_;
  std::vector<size_t> line_starts_;
  std::vector<size_t> characters_;  // byte offset of each; empty when the text is ASCII
};

// Collects positions along a walk: it knows the pointer of the value that the walk is at.
//
// A few long names above many values would make the pointers far larger than the text. What goes beyond the budget is
// not recorded: Positions::Find then gives the place of an ancestor.
class PositionRecorder {
 public:
  explicit PositionRecorder(Places places) : places_(places) {}

  // Inside of one of these the walk is at a member or an item of where it was.
  class Scope {
   public:
    Scope(PositionRecorder& recorder, std::string_view token);
    Scope(PositionRecorder& recorder, size_t index);
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { recorder_.pointer_.resize(outer_size_); }

   private:
    PositionRecorder& recorder_;
    size_t outer_size_;
  };

  void AddValue(Mark mark, const Span& span);
  void AddName(Mark mark, const Span& span);
  Positions TakePositions() { return std::move(positions_); }
  Spans TakeSpans() { return std::move(spans_); }

 private:
  bool Spend();

  Places places_;
  Positions positions_;
  Spans spans_;
  std::string pointer_;
  size_t budget_ = size_t{32} << 20;
};

}  // namespace genesys_cfn::yaml
