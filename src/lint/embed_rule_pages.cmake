# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a source with the text of every DIRECTORY/GC*.md.
file(GLOB pages "${DIRECTORY}/GC*.md")
list(SORT pages)
set(rows "")
foreach(page IN LISTS pages)
  get_filename_component(code "${page}" NAME_WE)
  file(READ "${page}" text)
  string(APPEND rows "    {\"${code}\", R\"PAGE(${text})PAGE\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from docs/rules.
#include <algorithm>
#include <iterator>

#include \"lint/rules.h\"

namespace genesys_cfn::lint {
namespace {

struct Page {
  std::string_view code;
  std::string_view text;
};
constexpr Page kPages[] = {
${rows}};

}  // namespace

std::optional<std::string_view> RulePage(std::string_view code) {
  const auto* page = std::find_if(std::begin(kPages), std::end(kPages), [&](const Page& p) { return p.code == code; });
  return page == std::end(kPages) ? std::nullopt : std::optional(page->text);
}

}  // namespace genesys_cfn::lint
")
